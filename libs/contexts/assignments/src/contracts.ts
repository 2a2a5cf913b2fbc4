/** What other contexts may know of assignments: who follows a unit, and when. */
export { assignedOn, roster, type Roster, type RosterEntry } from './roster/roster.js';
