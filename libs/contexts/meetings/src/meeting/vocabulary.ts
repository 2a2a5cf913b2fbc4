/** Định kỳ, chuyên đề, bất thường, họp cấp ủy, hội nghị lắng nghe. */
export const meetingKinds = ['regular', 'thematic', 'extraordinary', 'committee', 'listening-conference'] as const;
export type MeetingKind = (typeof meetingKinds)[number];

/**
 * Kinds that the cadre following a unit is expected at. A listening conference gathers delegates of many units: the
 * cadres of its host are not counted for it.
 */
export const kindsExpectingCadres: readonly MeetingKind[] = ['regular', 'thematic', 'extraordinary', 'committee'];

/** Of an assigned cadre at a meeting: có mặt, đến muộn, về sớm, vắng có lý do, vắng không lý do. */
export const attendanceMarks = ['present', 'late', 'left-early', 'excused', 'absent'] as const;
export type AttendanceMark = (typeof attendanceMarks)[number];

/** Who came late or left early attended. */
export const isAttended = (mark: AttendanceMark): boolean =>
  mark === 'present' || mark === 'late' || mark === 'left-early';

/**
 * Members of a unit at one meeting. Those exempt from meetings (miễn sinh hoạt) are on the roll but outside the base:
 * present + excused + unexcused = onRoll − exempt. Absent members may be named, by id; those present never are.
 */
export interface Turnout {
  readonly onRoll: number;
  readonly exempt: number;
  readonly present: number;
  readonly excused: number;
  readonly unexcused: number;
  readonly excusedMemberIds: readonly string[];
  readonly unexcusedMemberIds: readonly string[];
}
