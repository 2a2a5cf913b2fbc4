import { monthOf } from '#kernel';
import { integer, text, uuid, view } from '#projections';
import type { StandardJudgement } from '../rule-packs/meeting-standard.js';
import {
  meetingCorrected,
  meetingHeld,
  minutesRecorded,
  turnoutRecorded,
  type TurnoutEntry,
} from '../meeting/meeting.js';

const none = {
  recorded: 0,
  base: 0,
  exempt: 0,
  present: 0,
  excused: 0,
  unexcused: 0,
  upToStandard: 0,
  belowStandard: 0,
};

const counts = (entry: TurnoutEntry | null): typeof none => {
  if (!entry) return none;
  const { onRoll, exempt, present, excused, unexcused } = entry.turnout;
  const { upToStandard, belowStandard } = standing(entry.judgement);
  return { recorded: 1, base: onRoll - exempt, exempt, present, excused, unexcused, upToStandard, belowStandard };
};

const standing = (judgement: StandardJudgement | null) => ({
  upToStandard: judgement?.proposal === 'up-to-standard' ? 1 : 0,
  belowStandard: judgement?.proposal === 'not-up-to-standard' ? 1 : 0,
});

/** What of each figure is more, or less, than before. */
const difference = <Counts extends Readonly<Record<string, number>>>(now: Counts, before: Counts) =>
  Object.fromEntries(Object.keys(now).map((name) => [name, now[name]! - before[name]!])) as Record<
    keyof Counts,
    number
  >;

/**
 * Members at the meetings of each unit, by month and kind of meeting. Sums over meetings: a member on the roll counts
 * once per meeting. `held - recorded` meetings have no turnout yet and are in no other figure.
 */
export const turnout = view({
  name: 'turnout',
  version: 2,
  columns: {
    unitId: uuid().key(),
    month: text().key(),
    kind: text().key(),
    held: integer(),
    recorded: integer(),
    base: integer(),
    exempt: integer(),
    present: integer(),
    excused: integer(),
    unexcused: integer(),
    upToStandard: integer(),
    belowStandard: integer(),
  },
  indexes: [['month']],
})
  .on(meetingHeld, ({ data }, rows) => {
    rows.increment({ unitId: data.unitId, month: monthOf(data.heldOn), kind: data.kind }, { held: 1 });
  })
  .on(turnoutRecorded, ({ data }, rows) => {
    rows.increment(
      { unitId: data.unitId, month: monthOf(data.heldOn), kind: data.kind },
      difference(counts(data), counts(data.previous)),
    );
  })
  .on(minutesRecorded, ({ data }, rows) => {
    rows.increment(
      { unitId: data.unitId, month: monthOf(data.heldOn), kind: data.kind },
      difference(standing(data.judgement), standing(data.previousJudgement)),
    );
  })
  .on(meetingCorrected, ({ data: { unitId, before, after } }, rows) => {
    rows.increment(
      { unitId, month: monthOf(before.heldOn), kind: before.kind },
      { held: -1, ...difference(none, counts(before.turnout)) },
    );
    rows.increment({ unitId, month: monthOf(after.heldOn), kind: after.kind }, { held: 1, ...counts(after.turnout) });
  });
