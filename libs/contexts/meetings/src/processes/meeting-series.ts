import { process } from '#processes';
import { meetingSeriesScheduled } from '../series/meeting-series.js';

/** A series plans its meetings; each then has its own stream and is moved, announced or cancelled for itself. */
export const meetingSeriesProcess = process('meeting-series').on(meetingSeriesScheduled, ({ data }, out) => {
  const { unitId, kind, meetings } = data;
  for (const { meetingId, scheduledFor } of meetings) {
    out.command('schedule-meeting', { meetingId, unitId, kind, scheduledFor });
  }
});
