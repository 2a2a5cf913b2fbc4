import type { SheetGrade } from '#contexts/rule-packs/contracts';
import { aggregate, event, shape, type EventOf, type LocalDate } from '#kernel';
import type { StandardJudgement } from '../rule-packs/meeting-standard.js';
import type { Gate } from '../rule-packs/score-sheet.js';
import type { AttendanceMark, ChecklistEntry, MeetingKind, SheetItem, SheetKind, Turnout } from './vocabulary.js';

export const meetingScheduled = event(
  'meetings.MeetingScheduled',
  shape<{ meetingId: string; unitId: string; kind: MeetingKind; scheduledFor: LocalDate }>(),
);

export const meetingRescheduled = event(
  'meetings.MeetingRescheduled',
  shape<{
    meetingId: string;
    unitId: string;
    kind: MeetingKind;
    scheduledFor: LocalDate;
    previouslyFor: LocalDate;
  }>(),
);

/** The reason stands in the metadata. */
export const meetingCancelled = event(
  'meetings.MeetingCancelled',
  shape<{ meetingId: string; unitId: string; kind: MeetingKind; scheduledFor: LocalDate }>(),
);

/**
 * Members and the cadres assigned on that day are told of a planned meeting. Members are not known by name: whoever
 * tells them does so through the unit. `startsAt` is the time of day, `19:30`.
 */
export const meetingAnnounced = event(
  'meetings.MeetingAnnounced',
  shape<{
    meetingId: string;
    unitId: string;
    kind: MeetingKind;
    scheduledFor: LocalDate;
    startsAt: string | null;
    place: string | null;
    agenda: string | null;
    expectedCadreIds: readonly string[];
  }>(),
);

/**
 * `expectedCadreIds`: who was assigned to the unit on that day, as known when the meeting was recorded.
 * `scheduledFor` is null for a meeting that nobody had scheduled.
 */
export const meetingHeld = event(
  'meetings.MeetingHeld',
  shape<{
    meetingId: string;
    unitId: string;
    kind: MeetingKind;
    scheduledFor: LocalDate | null;
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

/** Turnout, and what the system proposes from it: null when no rule pack speaks about such a meeting on that day. */
export interface TurnoutEntry {
  readonly turnout: Turnout;
  readonly judgement: StandardJudgement | null;
}

/** `previous` is the entry that this one replaces. */
export const turnoutRecorded = event(
  'meetings.TurnoutRecorded',
  shape<{
    meetingId: string;
    unitId: string;
    kind: MeetingKind;
    heldOn: LocalDate;
    turnout: Turnout;
    judgement: StandardJudgement | null;
    previous: TurnoutEntry | null;
  }>(),
);

/** What the views know of a meeting held, so that a correction can take it away whole and put it back elsewhere. */
export interface HeldFacts {
  readonly kind: MeetingKind;
  readonly heldOn: LocalDate;
  readonly durationMinutes: number;
  /** Every cadre counted as expected, those assigned late included. */
  readonly expectedCadreIds: readonly string[];
  readonly marks: readonly { readonly cadreId: string; readonly mark: AttendanceMark }[];
  readonly turnout: TurnoutEntry | null;
}

/** The day, kind or duration was entered wrongly; the reason stands in the metadata. */
export const meetingCorrected = event(
  'meetings.MeetingCorrected',
  shape<{ meetingId: string; unitId: string; before: HeldFacts; after: HeldFacts }>(),
);

/** The content of a meeting's minutes, and what they change in the judgement of its turnout (null: none recorded). */
export interface Minutes {
  readonly contents: readonly string[];
  readonly conclusions: readonly string[];
  /** Whether the cell committee had prepared the meeting; null: not said. */
  readonly isPrepared: boolean | null;
  /** Members who spoke; null: not said. */
  readonly speakers: number | null;
  readonly checklist: readonly ChecklistEntry[];
  /** Version of the labels that the checklist was filled in by; null without a checklist, 0: placeholders. */
  readonly labelsVersion: number | null;
}

/** Recording minutes again replaces them; `isReplacement` says so. */
export const minutesRecorded = event(
  'meetings.MinutesRecorded',
  shape<{
    meetingId: string;
    unitId: string;
    kind: MeetingKind;
    heldOn: LocalDate;
    minutes: Minutes;
    judgement: StandardJudgement | null;
    previousJudgement: StandardJudgement | null;
    isReplacement: boolean;
  }>(),
);

/** One score sheet. The cell's own and the superior's stand side by side; scoring again replaces the same sheet. */
export interface Score {
  readonly items: readonly SheetItem[];
  readonly total: number;
  readonly gates: readonly Gate[];
  /** What the rule pack makes of total and gates; null when it can not tell. */
  readonly proposal: SheetGrade | null;
  /** What whoever scored decided; null: nothing yet. */
  readonly grade: SheetGrade | null;
  readonly pack: string;
  readonly packVersion: number;
}

export const meetingScored = event(
  'meetings.MeetingScored',
  shape<{
    meetingId: string;
    unitId: string;
    heldOn: LocalDate;
    sheet: SheetKind;
    scoredByUnitId: string;
    score: Score;
    previous: Score | null;
  }>(),
);

/** How many delegates each unit sent to a listening conference; `previous` is the count that this one replaces. */
export const delegationsRecorded = event(
  'meetings.DelegationsRecorded',
  shape<{
    meetingId: string;
    unitId: string;
    heldOn: LocalDate;
    delegations: readonly { readonly unitId: string; readonly delegates: number; readonly previous: number | null }[];
  }>(),
);

/** Causes of what was raised at a listening conference under one theme, a category of issues, and what was concluded. */
export const themeSummarised = event(
  'meetings.ThemeSummarised',
  shape<{
    meetingId: string;
    unitId: string;
    heldOn: LocalDate;
    category: string;
    causes: readonly string[];
    conclusion: string | null;
    isReplacement: boolean;
  }>(),
);

const meetingEvents = [
  meetingScheduled,
  meetingRescheduled,
  meetingCancelled,
  meetingAnnounced,
  meetingHeld,
  meetingCorrected,
  attendanceRecorded,
  turnoutRecorded,
  minutesRecorded,
  meetingScored,
  delegationsRecorded,
  themeSummarised,
] as const;
export type MeetingEvent = EventOf<typeof meetingEvents>;

/**
 * `unitId` and `kind` are set in every status but `none`; `heldOn` and `durationMinutes` once held; `firstHeldOn` is the
 * day that `hold-meeting` said, before any correction.
 */
export interface Meeting {
  readonly status: 'none' | 'scheduled' | 'held' | 'cancelled';
  readonly unitId?: string;
  readonly kind?: MeetingKind;
  readonly scheduledFor?: LocalDate;
  readonly heldOn?: LocalDate;
  readonly firstHeldOn?: LocalDate;
  readonly durationMinutes?: number;
  readonly expectedCadreIds: readonly string[];
  readonly marks: ReadonlyMap<string, AttendanceMark>;
  readonly turnout?: TurnoutEntry;
  readonly announced?: EventOf<typeof meetingAnnounced>['data'];
  readonly minutes?: Minutes;
  readonly scores: Readonly<Partial<Record<SheetKind, Score>>>;
  /** Delegates by unit. */
  readonly delegations: ReadonlyMap<string, number>;
  /** By category: what a summary said, as canonical text. */
  readonly themes: ReadonlyMap<string, string>;
}

/** A summary as text, to know the same one again. */
export const themeText = (theme: { readonly causes: readonly string[]; readonly conclusion: string | null }): string =>
  JSON.stringify([theme.causes, theme.conclusion]);

/**
 * The day that facts about a meeting held are dated by: never before the day its `MeetingHeld` is dated by, so that
 * history "as it held for a date" never has the one without the other.
 */
export const factDay = ({ heldOn, firstHeldOn }: Meeting): LocalDate | undefined =>
  heldOn !== undefined && firstHeldOn !== undefined && heldOn < firstHeldOn ? firstHeldOn : heldOn;

export const meeting = aggregate({
  name: 'meeting',
  events: meetingEvents,
  initialState: {
    status: 'none',
    expectedCadreIds: [],
    marks: new Map(),
    scores: {},
    delegations: new Map(),
    themes: new Map(),
  } as Meeting,
  evolve(state, event: MeetingEvent): Meeting {
    switch (event.type) {
      case meetingScheduled.type: {
        const { unitId, kind, scheduledFor } = event.data;
        return { ...state, status: 'scheduled', unitId, kind, scheduledFor };
      }
      case meetingRescheduled.type:
        return { ...state, scheduledFor: event.data.scheduledFor };
      case meetingCancelled.type:
        return { ...state, status: 'cancelled' };
      case meetingAnnounced.type:
        return { ...state, announced: event.data };
      case meetingHeld.type: {
        const { unitId, kind, heldOn, durationMinutes, expectedCadreIds } = event.data;
        return {
          ...state,
          status: 'held',
          unitId,
          kind,
          heldOn,
          firstHeldOn: heldOn,
          durationMinutes,
          expectedCadreIds,
        };
      }
      case attendanceRecorded.type:
        return { ...state, marks: new Map(state.marks).set(event.data.cadreId, event.data.mark) };
      case turnoutRecorded.type: {
        const { turnout, judgement } = event.data;
        return { ...state, turnout: { turnout, judgement } };
      }
      case meetingCorrected.type:
        return corrected(state, event.data.after);
      case minutesRecorded.type: {
        const { minutes, judgement } = event.data;
        return { ...state, minutes, ...(state.turnout && { turnout: { ...state.turnout, judgement } }) };
      }
      case meetingScored.type:
        return { ...state, scores: { ...state.scores, [event.data.sheet]: event.data.score } };
      case delegationsRecorded.type: {
        const delegations = new Map(state.delegations);
        for (const { unitId, delegates } of event.data.delegations) delegations.set(unitId, delegates);
        return { ...state, delegations };
      }
      case themeSummarised.type:
        return { ...state, themes: new Map(state.themes).set(event.data.category, themeText(event.data)) };
    }
  },
});

function corrected({ turnout: _, ...state }: Meeting, after: HeldFacts): Meeting {
  const { kind, heldOn, durationMinutes, expectedCadreIds, marks, turnout } = after;
  return {
    ...state,
    ...{ kind, heldOn, durationMinutes, expectedCadreIds },
    marks: new Map(marks.map(({ cadreId, mark }) => [cadreId, mark])),
    ...(turnout && { turnout }),
  };
}
