import type { Scenario } from '../scenario.js';
import { assignmentFigures } from './assignments.js';
import { delegationFigures, themeFigures } from './conferences.js';
import { gradeFigures } from './grades.js';
import { issueFigures } from './issues.js';
import { attendanceFigures, heldMeetings, turnoutFigures } from './meetings.js';
import { unitFigures } from './units.js';

/**
 * What a story amounts to, counted from its commands alone: no act, event or view has a part in it, so that the
 * figures of the read models can be held against it to the last unit.
 */
export const figuresOf = (scenario: Scenario) => ({
  units: unitFigures(scenario),
  assignments: assignmentFigures(scenario),
  meetings: heldMeetings(scenario),
  attendance: attendanceFigures(scenario),
  turnout: turnoutFigures(scenario),
  issues: issueFigures(scenario),
  grades: gradeFigures(scenario),
  themes: themeFigures(scenario),
  delegations: delegationFigures(scenario),
});

export type Figures = ReturnType<typeof figuresOf>;
