import { Chance } from '../chance.js';
import { madeId, type Step } from '../scenario.js';
import { scenarioName, type Commune } from './communes.js';
import { hamletNames } from './hamlets.js';

/** Of the whole district, one for each hamlet. */
export const cellCount = 129;

export interface Cell {
  readonly unitId: string;
  readonly communeId: string;
  readonly name: string;
  /** Members on the roll, and of those exempt from meetings. */
  readonly onRoll: number;
  readonly exempt: number;
  readonly step: Step;
}

/** 129 cells over 24 communes: five each, and a sixth in the first nine. Their names are made up and marked so. */
export function cells(communes: readonly Commune[]): readonly Cell[] {
  const chance = new Chance(129);
  const least = Math.floor(cellCount / communes.length);
  return communes.flatMap((commune, index) => {
    const count = least + (index < cellCount - least * communes.length ? 1 : 0);
    return hamletNames(chance, count).map((hamlet) => cell(chance, commune, hamlet));
  });
}

function cell(chance: Chance, { unitId: communeId, name: communeName }: Commune, hamlet: string): Cell {
  const unitId = madeId(scenarioName, 'cell', communeName, hamlet);
  const name = `Chi bộ ấp ${hamlet}`;
  const onRoll = chance.integer(14, 46);
  const body = {
    unitId,
    name,
    level: 'cell',
    kind: 'ấp',
    parentId: communeId,
    effectiveAt: '2015-01-01',
    generated: true,
  };
  return { unitId, communeId, name, onRoll, exempt: chance.integer(0, 4), step: { act: 'register-unit', body } };
}
