import type { RealUnit } from '../real-units.js';
import { madeId, type Step } from '../scenario.js';
import { cellCount, scenarioName } from './story.js';

export interface Cell {
  readonly unitId: string;
  readonly step: Step;
}

/** Cells of the wards' quarters and the commune's hamlets, in turn; made up and marked so. */
export function cells(communes: readonly RealUnit[]): readonly Cell[] {
  return Array.from({ length: cellCount }, (_, index): Cell => {
    const commune = communes[index % communes.length]!;
    const kind = commune.kind === 'xã' ? 'thôn' : 'khu phố';
    const number = Math.floor(index / communes.length) + 1;
    const unitId = madeId(scenarioName, 'cell', commune.unitId, number);
    const name = `Chi bộ ${kind} ${number}, ${commune.name}`;
    const place = { level: 'cell', kind, parentId: commune.unitId, effectiveAt: '2015-01-01' };
    return { unitId, step: { act: 'register-unit', body: { unitId, name, ...place, generated: true } } };
  });
}
