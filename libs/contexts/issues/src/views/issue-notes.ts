import { date, integer, text, timestamp, uuid, view } from '#projections';
import { issueNoted } from '../issue/issue.js';

/** Internal notes, each under the body that wrote it. */
export const issueNotes = view({
  name: 'issue_notes',
  version: 1,
  columns: {
    issueId: uuid().key(),
    revision: integer().key(),
    unitId: uuid(),
    notedOn: date(),
    notedAt: timestamp(),
    notedBy: uuid(),
    note: text(),
  },
  indexes: [['unitId']],
}).on(issueNoted, ({ data: { issueId, note, on, unitId }, metadata: { actor, recordedAt }, revision }, rows) => {
  rows.insert({ issueId, revision, unitId, notedOn: on, notedAt: recordedAt, notedBy: actor.subject, note });
});
