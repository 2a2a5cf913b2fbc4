import { isComplete } from './meetings.js';
import { cellsPerCommune, communeCount, courses, meetingDays, support, type Course } from './story.js';

const cells = communeCount * cellsPerCommune;
const count = (...wanted: readonly Course[]): number => courses.filter((course) => wanted.includes(course)).length;

/** What the views must show on the last day of the story, counted from the plan alone. */
export const benTreFigures = {
  tiers: { 'province-commune': communeCount, 'district-cell': cells, 'commune-household-group': cells },
  meetings: meetingDays.length * cells,
  completeChecklists: meetingDays.length * Array.from({ length: cells }, (_, index) => index).filter(isComplete).length,
  issues: {
    issues: courses.length,
    settled: count('settled-by-commune', 'beyond-authority', 'not-mine'),
    confirmed: count('settled-by-commune', 'beyond-authority'),
    waiting: count('waits-for-funds'),
    open: count('waits-for-funds', 'left-with-member', 'left-with-commune'),
    refused: count('anonymous'),
    withdrawn: count('withdrawn'),
    merged: count('duplicate'),
    /** Ever sent to the member in charge. */
    toMember: count('beyond-authority', 'waits-for-funds', 'not-mine', 'left-with-member'),
    byDepartment: count('beyond-authority', 'not-mine'),
    returned: count('not-mine'),
  },
  support: {
    amountVnd: support.reduce((sum, { amountVnd }) => sum + amountVnd, 0),
    roadsVnd: support.filter(({ kind }) => kind !== 'housing').reduce((sum, { amountVnd }) => sum + amountVnd, 0),
    times: support.length,
  },
} as const;
