/** What other contexts may know of assignments: who follows a unit and when, and whether a cadre serves. */
export { cadreRecord, type CadreRecord } from './cadre/cadre.js';
export { assignedOn, roster, type Roster, type RosterEntry } from './roster/roster.js';
