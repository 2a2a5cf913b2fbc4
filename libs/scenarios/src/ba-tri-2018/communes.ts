import { realUnits, register, type RealUnit } from '../real-units.js';
import { madeId, type Step } from '../scenario.js';

export const scenarioName = 'ba-tri-2018';

export interface Commune {
  readonly unitId: string;
  readonly name: string;
  readonly step: Step;
}

/**
 * The data set knows huyện Ba Tri as it was in 2025, with 22 communes that have a code. In 2018 it had 24: An Thủy was
 * not yet the town of Tiệm Tôm (the same code, 29179); Phú Ngãi and Phước Tuy were not yet joined into Phước Ngãi
 * (29137); Tân Mỹ, in the data without a code, had not yet gone.
 */
const namedOtherwise: Readonly<Record<string, Pick<RealUnit, 'name' | 'kind'>>> = {
  'Thị trấn Tiệm Tôm': { name: 'Xã An Thủy', kind: 'xã' },
};
const joinedLater = 'Xã Phước Ngãi';
const withoutCode = ['Xã Phú Ngãi', 'Xã Phước Tuy', 'Xã Tân Mỹ'];

export interface UnitsOf2018 {
  readonly province: RealUnit;
  readonly district: RealUnit;
  /** 24. */
  readonly communes: readonly Commune[];
}

export function unitsOf2018(): UnitsOf2018 {
  const { communes, districts, province } = realUnits({ province: 'Tỉnh Bến Tre', district: 'Huyện Ba Tri' });
  const district = districts[0]!;
  return {
    province,
    district,
    communes: [
      ...communes.filter(({ name }) => name !== joinedLater).map(asIn2018),
      ...withoutCode.map((name) => outsideData(name, district)),
    ],
  };
}

function asIn2018(unit: RealUnit): Commune {
  const then = { ...unit, ...namedOtherwise[unit.name] };
  return { unitId: then.unitId, name: then.name, step: register(then) };
}

/** A real commune for which the data set has no code: left out, not made up. */
function outsideData(name: string, { unitId: parentId, effectiveAt }: RealUnit): Commune {
  const unitId = madeId(scenarioName, 'commune', name);
  return { unitId, name, step: register({ unitId, name, level: 'commune', kind: 'xã', parentId, effectiveAt }) };
}
