import { text, textArray, uuid, view } from '#projections';
import { themeSummarised } from '../meeting/meeting.js';

/** What each listening conference summarised under each theme. */
export const conferenceThemes = view({
  name: 'conference_themes',
  version: 1,
  columns: {
    meetingId: uuid().key(),
    category: text().key(),
    causes: textArray(),
    conclusion: text().nullable(),
  },
}).on(themeSummarised, ({ data: { meetingId, category, causes, conclusion } }, rows) => {
  rows.upsert({ meetingId, category, causes, conclusion });
});
