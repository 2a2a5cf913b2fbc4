/**
 * What other contexts may know of units: one unit's record and those above it, from the streams `unit-<id>`; and, for
 * queries, who lies below whom.
 */
export { lineage, lineageOn, parentOn, type PlacedUnit } from './unit/ancestors.js';
export { districtIdBefore2025, provinceIdBefore2025 } from './real-data/units-before-2025.js';
export { levelCodes } from './unit/levels.js';
export { unitClosed, unitRecord, type UnitRecord } from './unit/unit.js';
export { isBelow } from './views/is-below.js';
export { nameOn } from './views/name-on.js';
export { directlyAbove, everBelow, superiorsOn, wasBelow, withAbove, withTreeDay } from './views/was-below.js';
