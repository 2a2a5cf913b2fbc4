import { integer, uuid, view } from '#projections';
import { delegationsRecorded } from '../meeting/meeting.js';

/** Delegates of each unit at each listening conference. */
export const conferenceDelegations = view({
  name: 'conference_delegations',
  version: 1,
  columns: {
    meetingId: uuid().key(),
    /** The unit that sent them. */
    unitId: uuid().key(),
    delegates: integer(),
  },
  indexes: [['unitId']],
}).on(delegationsRecorded, ({ data: { meetingId, delegations } }, rows) => {
  for (const { unitId, delegates } of delegations) {
    if (delegates === 0) rows.delete({ meetingId, unitId });
    else rows.upsert({ meetingId, unitId, delegates });
  }
});
