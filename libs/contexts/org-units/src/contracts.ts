/** What other contexts may know of units: one unit's record, read from its stream `unit-<id>`. */
export { unitRecord, type UnitRecord } from './unit/unit.js';
