import { monthOf } from '#kernel';
import { integer, text, uuid, view } from '#projections';
import { meetingHeld, turnoutRecorded, type TurnoutEntry } from '../meeting/meeting.js';

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
  return {
    recorded: 1,
    base: onRoll - exempt,
    exempt,
    present,
    excused,
    unexcused,
    upToStandard: entry.judgement?.proposal === 'up-to-standard' ? 1 : 0,
    belowStandard: entry.judgement?.proposal === 'not-up-to-standard' ? 1 : 0,
  };
};

/**
 * Members at the meetings of each unit, by month and kind of meeting. Sums over meetings: a member on the roll counts
 * once per meeting. `held - recorded` meetings have no turnout yet and are in no other figure.
 */
export const turnout = view({
  name: 'turnout',
  version: 1,
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
    const now = counts(data);
    const before = counts(data.previous);
    rows.increment(
      { unitId: data.unitId, month: monthOf(data.heldOn), kind: data.kind },
      {
        recorded: now.recorded - before.recorded,
        base: now.base - before.base,
        exempt: now.exempt - before.exempt,
        present: now.present - before.present,
        excused: now.excused - before.excused,
        unexcused: now.unexcused - before.unexcused,
        upToStandard: now.upToStandard - before.upToStandard,
        belowStandard: now.belowStandard - before.belowStandard,
      },
    );
  });
