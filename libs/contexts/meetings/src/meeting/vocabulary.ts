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

/** 4 nắm, 4 góp, 3 kiểm: what a monitoring cadre grasps, contributes and checks. Their wording is data of each province. */
export const checklistGroups = ['grasp', 'contribute', 'check'] as const;
export type ChecklistGroup = (typeof checklistGroups)[number];

/** Codes that stand whatever the labels say: `grasp-1` … `grasp-4`, `contribute-1` … `contribute-4`, `check-1` … `check-3`. */
export const checklistCodes = [
  ...(['grasp-1', 'grasp-2', 'grasp-3', 'grasp-4'] as const),
  ...(['contribute-1', 'contribute-2', 'contribute-3', 'contribute-4'] as const),
  ...(['check-1', 'check-2', 'check-3'] as const),
] as const;
export type ChecklistCode = (typeof checklistCodes)[number];

/** Đã làm, làm một phần, chưa làm. */
export const checklistOutcomes = ['done', 'partly', 'not-done'] as const;
export type ChecklistOutcome = (typeof checklistOutcomes)[number];

/** One item as filled in; `label` is its wording on that day. */
export interface ChecklistEntry {
  readonly code: ChecklistCode;
  readonly label: string;
  readonly outcome: ChecklistOutcome;
  readonly note: string | null;
}

/** Chi bộ tự chấm, cấp trên chấm. */
export const sheetKinds = ['own', 'superior'] as const;
export type SheetKind = (typeof sheetKinds)[number];

/** One line of a score sheet. The criteria are the sheet's own: the wording of the real sheets is local. */
export interface SheetItem {
  readonly criterion: string;
  readonly points: number;
  readonly outOf: number;
}
