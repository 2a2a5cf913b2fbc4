/** What other contexts may know of meetings: one meeting's stream and the words of its events. */
export {
  attendanceRecorded,
  meeting,
  meetingAnnounced,
  meetingCancelled,
  meetingCorrected,
  meetingHeld,
  meetingRescheduled,
  meetingScheduled,
  turnoutRecorded,
  type Meeting,
} from './meeting/meeting.js';
export type { AttendanceMark, MeetingKind, Turnout } from './meeting/vocabulary.js';
export { standardProposal } from './views/standard-sql.js';
