import type { Context } from '#platform';
import { checklistLabels } from './checklist/checklist-labels.js';
import { editChecklistLabels } from './checklist/edit-checklist-labels.js';
import { announceMeeting } from './meeting/announce-meeting.js';
import { cancelMeeting } from './meeting/cancel-meeting.js';
import { correctMeeting } from './meeting/correct-meeting.js';
import { holdMeeting } from './meeting/hold-meeting.js';
import { meeting } from './meeting/meeting.js';
import { recordDelegations } from './meeting/record-delegations.js';
import { recordMeetingAttendance } from './meeting/record-meeting-attendance.js';
import { recordMinutes } from './meeting/record-minutes.js';
import { recordTurnout } from './meeting/record-turnout.js';
import { rescheduleMeeting } from './meeting/reschedule-meeting.js';
import { scheduleMeeting } from './meeting/schedule-meeting.js';
import { scoreMeeting } from './meeting/score-meeting.js';
import { summariseTheme } from './meeting/summarise-theme.js';
import { meetingAnnouncements } from './processes/meeting-announcements.js';
import { meetingSeriesProcess } from './processes/meeting-series.js';
import { meetingSeries } from './series/meeting-series.js';
import { scheduleMeetingSeries } from './series/schedule-meeting-series.js';
import { meetingStandardPreview } from './rule-packs/meeting-standard-preview.js';
import { minimumAttendancePreview } from './rule-packs/minimum-attendance-preview.js';
import { attendanceRateQuery } from './views/attendance-rate.query.js';
import { attendanceRate } from './views/attendance-rate.js';
import { attendanceWarningsQuery } from './views/attendance-warnings.query.js';
import { checklistLabelsQuery } from './views/checklist-labels.query.js';
import { checklistResultsQuery } from './views/checklist-results.query.js';
import { checklistWording } from './views/checklist-labels.js';
import { conferenceDelegationsQuery } from './views/conference-delegations.query.js';
import { conferenceDelegations } from './views/conference-delegations.js';
import { conferenceThemesQuery } from './views/conference-themes.query.js';
import { conferenceThemes } from './views/conference-themes.js';
import { meetingAttendanceQuery } from './views/meeting-attendance.query.js';
import { meetingAttendance } from './views/meeting-attendance.js';
import { meetingMinutes } from './views/meeting-minutes.js';
import { meetingRegister } from './views/meeting-register.js';
import { meetingScores } from './views/meeting-scores.js';
import { meetingsByUnitQuery } from './views/meetings-by-unit.query.js';
import { meetingsQuery } from './views/meetings.query.js';
import { memberAbsences } from './views/member-absences.js';
import { minimumAttendanceQuery } from './views/minimum-attendance.query.js';
import { minutesQuery } from './views/minutes.query.js';
import { scoreSheetsQuery } from './views/score-sheets.query.js';
import { turnoutQuery } from './views/turnout.query.js';
import { turnout } from './views/turnout.js';
import { unitsWithoutMeetingQuery } from './views/units-without-meeting.query.js';

export const meetings: Context = {
  name: 'meetings',
  events: [...meeting.events, ...checklistLabels.events, ...meetingSeries.events],
  acts: [
    scheduleMeeting,
    scheduleMeetingSeries,
    rescheduleMeeting,
    cancelMeeting,
    announceMeeting,
    holdMeeting,
    correctMeeting,
    recordMeetingAttendance,
    recordTurnout,
    recordMinutes,
    scoreMeeting,
    recordDelegations,
    summariseTheme,
    editChecklistLabels,
  ],
  views: [
    attendanceRate,
    turnout,
    meetingRegister,
    meetingAttendance,
    memberAbsences,
    meetingMinutes,
    meetingScores,
    conferenceDelegations,
    conferenceThemes,
    checklistWording,
  ],
  processes: [meetingSeriesProcess, meetingAnnouncements],
  queries: [
    attendanceRateQuery,
    turnoutQuery,
    meetingsQuery,
    meetingsByUnitQuery,
    meetingAttendanceQuery,
    attendanceWarningsQuery,
    minimumAttendanceQuery,
    unitsWithoutMeetingQuery,
    minutesQuery,
    checklistLabelsQuery,
    checklistResultsQuery,
    scoreSheetsQuery,
    conferenceDelegationsQuery,
    conferenceThemesQuery,
  ],
  previews: [meetingStandardPreview, minimumAttendancePreview],
};
