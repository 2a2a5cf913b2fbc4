import { boolean, date, text, uuid, view } from '#projections';
import { meetingCorrected, turnoutRecorded } from '../meeting/meeting.js';
import type { Turnout } from '../meeting/vocabulary.js';

const absentees = ({ excusedMemberIds, unexcusedMemberIds }: Turnout) => [
  ...excusedMemberIds.map((memberId) => ({ memberId, isExcused: true })),
  ...unexcusedMemberIds.map((memberId) => ({ memberId, isExcused: false })),
];

/** Absences of the members who were named, by id. Whoever was present, or only counted, is in no row. */
export const memberAbsences = view({
  name: 'member_absences',
  version: 1,
  columns: {
    meetingId: uuid().key(),
    memberId: uuid().key(),
    unitId: uuid(),
    kind: text(),
    heldOn: date(),
    isExcused: boolean(),
  },
  indexes: [['unitId', 'heldOn']],
})
  .on(turnoutRecorded, ({ data: { meetingId, unitId, kind, heldOn, turnout, previous } }, rows) => {
    for (const { memberId } of previous ? absentees(previous.turnout) : []) rows.delete({ meetingId, memberId });
    for (const each of absentees(turnout)) rows.upsert({ meetingId, unitId, kind, heldOn, ...each });
  })
  .on(meetingCorrected, ({ data: { meetingId, after } }, rows) => {
    const { kind, heldOn, turnout } = after;
    for (const { memberId } of turnout ? absentees(turnout.turnout) : []) {
      rows.patch({ meetingId, memberId }, { kind, heldOn });
    }
  });
