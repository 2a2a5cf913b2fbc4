import type { Context } from '#platform';
import { meeting } from './meeting/meeting.js';
import { recordMeetingAttendance } from './meeting/record-meeting-attendance.js';
import { attendanceRateQuery } from './views/attendance-rate.query.js';
import { attendanceRate } from './views/attendance-rate.js';

export const meetings: Context = {
  name: 'meetings',
  events: meeting.events,
  acts: [recordMeetingAttendance],
  views: [attendanceRate],
  queries: [attendanceRateQuery],
};
