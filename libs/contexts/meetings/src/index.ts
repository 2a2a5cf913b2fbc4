import type { Context } from '#platform';
import { cancelMeeting } from './meeting/cancel-meeting.js';
import { holdMeeting } from './meeting/hold-meeting.js';
import { meeting } from './meeting/meeting.js';
import { recordMeetingAttendance } from './meeting/record-meeting-attendance.js';
import { recordTurnout } from './meeting/record-turnout.js';
import { rescheduleMeeting } from './meeting/reschedule-meeting.js';
import { scheduleMeeting } from './meeting/schedule-meeting.js';
import { attendanceRateQuery } from './views/attendance-rate.query.js';
import { attendanceRate } from './views/attendance-rate.js';
import { meetingRegister } from './views/meeting-register.js';
import { meetingsQuery } from './views/meetings.query.js';
import { turnoutQuery } from './views/turnout.query.js';
import { turnout } from './views/turnout.js';

export const meetings: Context = {
  name: 'meetings',
  events: meeting.events,
  acts: [scheduleMeeting, rescheduleMeeting, cancelMeeting, holdMeeting, recordMeetingAttendance, recordTurnout],
  views: [attendanceRate, turnout, meetingRegister],
  queries: [attendanceRateQuery, turnoutQuery, meetingsQuery],
};
