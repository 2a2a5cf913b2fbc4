import type { Month } from '#kernel';
import type { Chance } from '../chance.js';
import { madeId, type Chain } from '../scenario.js';
import type { Cell } from './cells.js';
import { scenarioName } from './communes.js';

/** Thematic meetings are held once a quarter. */
export const quarters: readonly { readonly month: Month; readonly vi: string }[] = [
  { month: '2018-03', vi: 'quý I/2018' },
  { month: '2018-06', vi: 'quý II/2018' },
  { month: '2018-09', vi: 'quý III/2018' },
  { month: '2018-12', vi: 'quý IV/2018' },
];

/** Percent. */
const marks = { present: 82, late: 6, 'left-early': 3, excused: 7, absent: 2 } as const;

/** History entered afterwards: nobody recorded the schedule. */
export function quarterlyMeeting(chance: Chance, cell: Cell, cadreId: string, month: Month): Chain {
  const { unitId, onRoll, exempt } = cell;
  const meetingId = madeId(scenarioName, 'meeting', unitId, month);
  const heldOn = `${month}-${String(chance.integer(2, 6)).padStart(2, '0')}`;
  const away = Math.min(onRoll - exempt, chance.happens(40) ? 0 : chance.integer(1, 5));
  const unexcused = away > 0 && chance.happens(12) ? 1 : 0;
  return [
    {
      act: 'hold-meeting',
      body: { meetingId, unitId, kind: 'thematic', heldOn, durationMinutes: chance.integer(75, 150) },
    },
    {
      act: 'record-turnout',
      body: { meetingId, onRoll, exempt, present: onRoll - exempt - away, excused: away - unexcused, unexcused },
    },
    { act: 'record-meeting-attendance', body: { meetingId, cadreId, mark: chance.weighted(marks) } },
  ];
}
