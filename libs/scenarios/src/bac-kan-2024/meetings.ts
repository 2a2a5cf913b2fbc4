import { addDays, type LocalDate, type Month } from '#kernel';
import { DateTime } from 'luxon';
import type { Chance } from '../chance.js';
import { madeId, type Step } from '../scenario.js';
import { scenarioName } from './bodies.js';

/** A made-up meeting of one commune. */
export interface MeetingPlan {
  readonly meetingId: string;
  readonly heldOn: LocalDate;
  /** The assigned cadre, when they came. */
  readonly attendedBy: string | undefined;
  readonly steps: readonly Step[];
}

/** Percent of the attendances of a cadre who does their duty. */
const usualMarks = { present: 87, late: 4, 'left-early': 2, excused: 5, absent: 2 } as const;
type Mark = keyof typeof usualMarks;

interface Occasion {
  readonly unitId: string;
  readonly month: Month;
  /** Undefined: nobody is assigned yet. */
  readonly cadreId: string | undefined;
  /** Set for a cadre who fails. */
  readonly mark?: Mark;
  /** Members of the commune committee. */
  readonly onRoll: number;
}

/** The regular meeting of a month: scheduled, perhaps moved or called off, held, who came. */
export function monthlyMeeting(chance: Chance, occasion: Occasion): MeetingPlan {
  const { unitId, month, cadreId, onRoll } = occasion;
  const meetingId = madeId(scenarioName, 'meeting', unitId, month);
  const scheduledFor = workday(`${month}-0${chance.integer(4, 7)}`);
  const schedule: Step = {
    act: 'schedule-meeting',
    body: { meetingId, unitId, kind: 'regular', scheduledFor },
  };
  if (occasion.mark === undefined && chance.happens(1)) {
    return { meetingId, heldOn: scheduledFor, attendedBy: undefined, steps: [schedule, cancelled(meetingId)] };
  }
  const isMoved = chance.happens(3);
  const heldOn = isMoved ? workday(addDays(scheduledFor, chance.integer(1, 5))) : scheduledFor;
  const mark = occasion.mark ?? chance.weighted(usualMarks);
  const steps = [
    schedule,
    ...(isMoved ? [moved(meetingId, heldOn)] : []),
    { act: 'hold-meeting', body: { meetingId, heldOn, durationMinutes: chance.integer(80, 180) } },
    turnout(chance, meetingId, onRoll),
    ...(cadreId === undefined ? [] : attendance(chance, meetingId, cadreId, mark)),
  ];
  const attendedBy = mark === 'excused' || mark === 'absent' ? undefined : cadreId;
  return { meetingId, heldOn, attendedBy, steps };
}

const cancelled = (meetingId: string): Step => ({
  act: 'cancel-meeting',
  body: { meetingId, reason: 'Họp ghép với hội nghị của huyện (dữ liệu mẫu)' },
});

const moved = (meetingId: string, scheduledFor: LocalDate): Step => ({
  act: 'reschedule-meeting',
  body: { meetingId, scheduledFor, reason: 'Dời lịch do mưa lũ (dữ liệu mẫu)' },
});

function turnout(chance: Chance, meetingId: string, onRoll: number): Step {
  const away = chance.happens(55) ? 0 : chance.integer(1, 3);
  const unexcused = away > 0 && chance.happens(8) ? 1 : 0;
  return {
    act: 'record-turnout',
    body: { meetingId, onRoll, exempt: 0, present: onRoll - away, excused: away - unexcused, unexcused },
  };
}

/** Some absences are entered as without reason first, until the cadre's notice is found. */
function attendance(chance: Chance, meetingId: string, cadreId: string, mark: Mark): readonly Step[] {
  const record = (as: Mark): Step => ({ act: 'record-meeting-attendance', body: { meetingId, cadreId, mark: as } });
  return mark === 'excused' && chance.happens(40) ? [record('absent'), record(mark)] : [record(mark)];
}

/** Saturdays and Sundays give way to Monday. */
function workday(day: LocalDate): LocalDate {
  const { weekday } = DateTime.fromISO(day);
  return weekday > 5 ? addDays(day, 8 - weekday) : day;
}
