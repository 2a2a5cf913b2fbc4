import type { LocalDate, Month } from '#kernel';
import type { Chance } from '#scenarios';
import type { Told } from './bulk-author.js';
import { actorOf, idIn, told, type Cell } from './world.js';

/** Most cells meet in the first days of a month; percent by day. */
const peak = [24, 20, 16, 10, 8, 5, 4, 3, 3, 2, 1, 1, 1, 1, 1] as const;
const peakDays = Object.fromEntries(peak.map((weight, index) => [String(index + 1).padStart(2, '0'), weight]));

const marks = { present: 86, late: 4, 'left-early': 2, excused: 5, absent: 3 } as const;

/** A meeting that takes place, and whether its cadre was there to hear of anything. */
export interface PlannedMeeting {
  readonly on: LocalDate;
  readonly meetingId: string;
  readonly cell: Cell;
  readonly steps: readonly Told[];
  readonly isAttended: boolean;
}

/** The regular meeting of a month; undefined: the cell did not meet, and a warning will show it. */
export function regularMeeting(world: string, chance: Chance, cell: Cell, month: Month): PlannedMeeting | undefined {
  if (chance.happens(1)) return undefined;
  return heldMeeting(world, chance, cell, month, 'regular');
}

/** Once a quarter, in its second month, most cells meet on a theme. */
export function thematicMeeting(world: string, chance: Chance, cell: Cell, month: Month): PlannedMeeting | undefined {
  const isSecondOfQuarter = Number(month.slice(5)) % 3 === 2;
  return isSecondOfQuarter && chance.happens(90) ? heldMeeting(world, chance, cell, month, 'thematic') : undefined;
}

function heldMeeting(
  world: string,
  chance: Chance,
  cell: Cell,
  month: Month,
  kind: 'regular' | 'thematic',
): PlannedMeeting {
  const { cadreId, communeId, unitId } = cell;
  const meetingId = idIn(world, 'meeting', unitId, month, kind);
  const on = kind === 'regular' ? `${month}-${chance.weighted(peakDays)}` : `${month}-${chance.integer(16, 27)}`;
  const secretary = actorOf(world, 'secretary', unitId);
  const mark = chance.weighted(marks);
  const step = (act: string, body: object): Told => told(world, secretary, act, { meetingId, ...body }, meetingId);
  const steps: Told[] = [
    { ...step('hold-meeting', { unitId, kind, heldOn: on, durationMinutes: chance.integer(70, 150) }), begins: true },
    step('record-turnout', turnout(chance, cell)),
    ...(kind === 'regular'
      ? [
          told(
            world,
            actorOf(world, 'office', communeId),
            'record-meeting-attendance',
            { meetingId, cadreId, mark },
            meetingId,
          ),
        ]
      : []),
  ];
  return { on, meetingId, cell, steps, isAttended: mark !== 'absent' && mark !== 'excused' };
}

function turnout(chance: Chance, { exempt, onRoll }: Cell): object {
  const base = onRoll - exempt;
  const away = chance.happens(45) ? 0 : Math.min(base - 1, chance.integer(1, 4));
  const unexcused = away > 0 && chance.happens(6) ? 1 : 0;
  return { onRoll, exempt, present: base - away, excused: away - unexcused, unexcused };
}
