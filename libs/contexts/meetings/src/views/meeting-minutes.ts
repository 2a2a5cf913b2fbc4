import { boolean, integer, jsonb, text, textArray, uuid, view } from '#projections';
import { minutesRecorded } from '../meeting/meeting.js';
import type { ChecklistEntry } from '../meeting/vocabulary.js';

/** The minutes of each meeting as recorded last, with the checklist in the words of its day. */
export const meetingMinutes = view({
  name: 'meeting_minutes',
  version: 1,
  columns: {
    meetingId: uuid().key(),
    unitId: uuid(),
    contents: textArray(),
    conclusions: textArray(),
    isPrepared: boolean().nullable(),
    speakers: integer().nullable(),
    checklist: jsonb<readonly ChecklistEntry[]>(),
    checklistDone: integer(),
    labelsVersion: integer().nullable(),
    enteredBy: text(),
    enteredFor: uuid().nullable(),
  },
  indexes: [['unitId']],
}).on(minutesRecorded, ({ data: { meetingId, unitId, minutes }, metadata }, rows) => {
  rows.upsert({
    ...{ meetingId, unitId },
    ...minutes,
    checklistDone: minutes.checklist.filter(({ outcome }) => outcome === 'done').length,
    enteredBy: metadata.actor.subject,
    enteredFor: metadata.actor.enteredFor ?? null,
  });
});
