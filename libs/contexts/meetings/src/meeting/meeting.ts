import { aggregate, event, shape, type EventOf, type LocalDate } from '#kernel';

/** Định kỳ, chuyên đề, bất thường, họp cấp ủy, hội nghị lắng nghe. */
export const meetingKinds = ['regular', 'thematic', 'extraordinary', 'committee', 'listening-conference'] as const;
export type MeetingKind = (typeof meetingKinds)[number];

/** Of an assigned cadre at a meeting: có mặt, đến muộn, về sớm, vắng có lý do, vắng không lý do. */
export const attendanceMarks = ['present', 'late', 'left-early', 'excused', 'absent'] as const;
export type AttendanceMark = (typeof attendanceMarks)[number];

export const meetingScheduled = event(
  'meetings.MeetingScheduled',
  shape<{ meetingId: string; unitId: string; kind: MeetingKind; scheduledFor: LocalDate }>(),
);

/** `expectedCadreIds`: who was assigned to the unit on that day, as known when the meeting was recorded. */
export const meetingHeld = event(
  'meetings.MeetingHeld',
  shape<{
    meetingId: string;
    unitId: string;
    kind: MeetingKind;
    heldOn: LocalDate;
    durationMinutes: number;
    expectedCadreIds: readonly string[];
  }>(),
);

/** `previousMark` is the mark that this one replaces; `wasExpected` tells whether MeetingHeld counted the cadre. */
export const attendanceRecorded = event(
  'meetings.AttendanceRecorded',
  shape<{
    meetingId: string;
    unitId: string;
    heldOn: LocalDate;
    cadreId: string;
    mark: AttendanceMark;
    previousMark: AttendanceMark | null;
    wasExpected: boolean;
  }>(),
);

const meetingEvents = [meetingScheduled, meetingHeld, attendanceRecorded] as const;
export type MeetingEvent = EventOf<typeof meetingEvents>;

export interface Meeting {
  readonly status: 'none' | 'scheduled' | 'held' | 'cancelled';
  readonly unitId?: string;
  readonly kind?: MeetingKind;
  readonly heldOn?: LocalDate;
  readonly expectedCadreIds: readonly string[];
  readonly marks: ReadonlyMap<string, AttendanceMark>;
}

export const meeting = aggregate({
  name: 'meeting',
  events: meetingEvents,
  initialState: { status: 'none', expectedCadreIds: [], marks: new Map() } as Meeting,
  evolve(state, event: MeetingEvent): Meeting {
    switch (event.type) {
      case meetingScheduled.type: {
        const { unitId, kind } = event.data;
        return { ...state, status: 'scheduled', unitId, kind };
      }
      case meetingHeld.type: {
        const { heldOn, expectedCadreIds } = event.data;
        return { ...state, status: 'held', heldOn, expectedCadreIds };
      }
      case attendanceRecorded.type:
        return { ...state, marks: new Map(state.marks).set(event.data.cadreId, event.data.mark) };
    }
  },
});
