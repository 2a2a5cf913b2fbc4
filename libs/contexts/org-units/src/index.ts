import type { Context } from '#platform';
import { closeUnit } from './unit/close-unit.js';
import { moveUnit } from './unit/move-unit.js';
import { registerUnit } from './unit/register-unit.js';
import { renameUnit } from './unit/rename-unit.js';
import { unitRecord } from './unit/unit.js';
import { unitDirectoryQuery } from './views/unit-directory.query.js';
import { unitDirectory } from './views/unit-directory.js';

export {
  communeIdBefore2025,
  districtIdBefore2025,
  provinceIdBefore2025,
  unitsBefore2025,
  type UnitsBefore2025,
} from './real-data/units-before-2025.js';
export { communeIdSince2025, provinceIdSince2025, unitsSince2025 } from './real-data/units-since-2025.js';
export type { UnitBody } from './real-data/unit-body.js';
export { StreamUnitTree } from './stream-unit-tree.js';

export const orgUnits: Context = {
  name: 'org-units',
  events: unitRecord.events,
  acts: [registerUnit, renameUnit, moveUnit, closeUnit],
  views: [unitDirectory],
  queries: [unitDirectoryQuery],
};
