import type { Context } from '#platform';
import { closeUnit } from './unit/close-unit.js';
import { moveUnit } from './unit/move-unit.js';
import { registerUnit } from './unit/register-unit.js';
import { renameUnit } from './unit/rename-unit.js';
import { unitRecord } from './unit/unit.js';
import { unitDirectoryQuery } from './views/unit-directory.query.js';
import { unitDirectory } from './views/unit-directory.js';

export { StreamUnitTree } from './stream-unit-tree.js';

export const orgUnits: Context = {
  name: 'org-units',
  events: unitRecord.events,
  acts: [registerUnit, renameUnit, moveUnit, closeUnit],
  views: [unitDirectory],
  queries: [unitDirectoryQuery],
};
