import { date, integer, jsonb, numeric, text, uuid, view } from '#projections';
import { meetingScored } from '../meeting/meeting.js';
import type { Gate } from '../rule-packs/score-sheet.js';
import type { SheetItem } from '../meeting/vocabulary.js';

/** Both score sheets of each meeting, as scored last: a row for the cell's own, one for the superior's. */
export const meetingScores = view({
  name: 'meeting_scores',
  version: 1,
  columns: {
    meetingId: uuid().key(),
    /** own, superior */
    sheet: text().key(),
    unitId: uuid(),
    /** Day of the meeting when it was scored. */
    scoredFor: date(),
    scoredByUnitId: uuid(),
    total: numeric(),
    items: jsonb<readonly SheetItem[]>(),
    gates: jsonb<readonly Gate[]>(),
    failedGates: integer(),
    proposal: text().nullable(),
    grade: text().nullable(),
    reason: text().nullable(),
    pack: text(),
    packVersion: integer(),
  },
  indexes: [['unitId', 'scoredFor']],
}).on(meetingScored, ({ data: { meetingId, unitId, heldOn, sheet, scoredByUnitId, score }, metadata }, rows) => {
  rows.upsert({
    ...{ meetingId, sheet, unitId, scoredFor: heldOn, scoredByUnitId },
    ...score,
    failedGates: score.gates.filter(({ outcome }) => outcome === 'not-satisfied').length,
    reason: metadata.reason ?? null,
  });
});
