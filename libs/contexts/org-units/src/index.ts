import type { Context } from '#platform';
import { mergedUnits } from './processes/merged-units.js';
import { closeUnit } from './unit/close-unit.js';
import { mergeUnits } from './unit/merge-units.js';
import { moveUnit } from './unit/move-unit.js';
import { registerUnit } from './unit/register-unit.js';
import { renameUnit } from './unit/rename-unit.js';
import { splitUnit } from './unit/split-unit.js';
import { unitRecord } from './unit/unit.js';
import { orphansQuery } from './views/orphans.query.js';
import { unitDirectoryQuery } from './views/unit-directory.query.js';
import { unitDirectory } from './views/unit-directory.js';
import { unitNames } from './views/unit-names.js';
import { unitPlaces } from './views/unit-places.js';
import { unitSuccessionsQuery } from './views/unit-successions.query.js';
import { unitSuccessions } from './views/unit-successions.js';

export {
  communeIdBefore2025,
  districtIdBefore2025,
  provinceIdBefore2025,
  unitsBefore2025,
  type UnitsBefore2025,
  type UnusableRow,
} from './real-data/units-before-2025.js';
export {
  movesOf,
  reorganisation2025,
  type Reorganisation,
  type ReorganisationPhase,
  type ReorganisationStep,
} from './real-data/reorganisation-2025.js';
export {
  communeIdSince2025,
  provinceIdSince2025,
  reorganisedOn,
  unitsSince2025,
} from './real-data/units-since-2025.js';
export type { UnitBody } from './real-data/unit-body.js';
export { StreamUnitTree } from './stream-unit-tree.js';

export const orgUnits: Context = {
  name: 'org-units',
  events: unitRecord.events,
  acts: [registerUnit, renameUnit, moveUnit, mergeUnits, splitUnit, closeUnit],
  views: [unitDirectory, unitNames, unitPlaces, unitSuccessions],
  queries: [unitDirectoryQuery, unitSuccessionsQuery, orphansQuery],
  processes: [mergedUnits],
};
