import { aggregate, event, shape, type EventOf, type LocalDate } from '#kernel';
import type { EscalationCause, IssueKind, IssueSource, RaiserRole, RefusalCause, WaitReason } from './vocabulary.js';

/**
 * A recommendation, difficulty or feedback from the base, on its way to whoever can settle it. It carries a place and a
 * category, never the opinions of named private people; a petitioner's name is optional and sealed.
 * `unitId` is where it was raised, `holderUnitId` the body that must act. Deadlines are fixed when the clock starts, with
 * the pack that set them, so that no later calendar or pack changes them. Why, in words, is the metadata's `reason`.
 */
type OnIssue = Readonly<{ issueId: string; unitId: string; holderUnitId: string }>;

/** Optional fields: not in events of before. */
type SetByPack = Readonly<{
  rulePack: string;
  packVersion?: number;
  /** From this day the deadline is near. */
  remindOn?: LocalDate | null;
}>;

export const issueRaised = event(
  'issues.IssueRaised',
  shape<
    {
      issueId: string;
      unitId: string;
      kind: IssueKind;
      category: string;
      title: string;
      summary: string | null;
      place: string | null;
      raisedOn: LocalDate;
      raisedByCadreId: string | null;
      raiserRole: RaiserRole;
      /** The meeting or conference, when it came up there. */
      meetingId: string | null;
      petitionerId: string | null;
      petitionerName: string | null;
      /** To whom it was first sent. */
      holderUnitId: string;
      holderLevel: string;
      /** By when the holder must accept it or pass it on. */
      noticeDueOn: LocalDate;
      source?: IssueSource | null;
      /** Id of the meeting, visit, report or conference. */
      sourceId?: string | null;
      /** The issue of which this is a part. */
      splitFromIssueId?: string | null;
    } & SetByPack
  >(),
  { personal: { subject: 'petitionerId', fields: ['petitionerName'] } },
);

export const issueAccepted = event(
  'issues.IssueAccepted',
  shape<OnIssue & { holderLevel: string; acceptedOn: LocalDate; dueOn: LocalDate } & SetByPack>(),
);

export const issueEscalated = event(
  'issues.IssueEscalated',
  shape<
    OnIssue & {
      fromUnitId: string;
      holderLevel: string;
      cause: EscalationCause;
      escalatedOn: LocalDate;
      noticeDueOn: LocalDate;
      /** The member of the holder's standing committee who is in charge. */
      inChargeCadreId?: string | null;
    } & SetByPack
  >(),
);

/** Not the holder's business: back to whoever sent it. */
export const issueReturned = event(
  'issues.IssueReturned',
  shape<OnIssue & { fromUnitId: string; holderLevel: string; on: LocalDate; noticeDueOn: LocalDate } & SetByPack>(),
);

export const issueRefused = event('issues.IssueRefused', shape<OnIssue & { cause: RefusalCause; on: LocalDate }>());

export const issueCategorised = event(
  'issues.IssueCategorised',
  shape<OnIssue & { category: string; previousCategory: string; on: LocalDate }>(),
);

/** The clock stops: it waits for something that the holder cannot bring about. */
export const issueWaitStarted = event(
  'issues.IssueWaitStarted',
  shape<OnIssue & { waitsFor: WaitReason; on: LocalDate }>(),
);

/** The clock goes on with the working days that were left. */
export const issueResumed = event(
  'issues.IssueResumed',
  shape<OnIssue & { waitedSince: LocalDate; on: LocalDate; previousDueOn: LocalDate; dueOn: LocalDate } & SetByPack>(),
);

export const issueExtended = event(
  'issues.IssueExtended',
  shape<OnIssue & { on: LocalDate; previousDueOn: LocalDate; dueOn: LocalDate } & SetByPack>(),
);

/** The clock itself says so. `escalateOn`: the day on which the pack takes an overdue issue to the superior. */
export const issueDeadlineMarked = event(
  'issues.IssueDeadlineMarked',
  shape<
    OnIssue & {
      mark: 'near-due' | 'overdue';
      dueFor: 'notice' | 'resolution';
      dueOn: LocalDate;
      on: LocalDate;
      escalateOn: LocalDate | null;
    }
  >(),
);

export const issueAnswered = event(
  'issues.IssueAnswered',
  shape<OnIssue & { answer: string; answeredOn: LocalDate }>(),
);

export const issueResolved = event(
  'issues.IssueResolved',
  shape<OnIssue & { outcome: string | null; resolvedOn: LocalDate }>(),
);

/** The side that raised it agrees that it is settled. */
export const issueConfirmed = event('issues.IssueConfirmed', shape<OnIssue & { on: LocalDate }>());

/** The clock starts anew, for the same holder. */
export const issueReopened = event(
  'issues.IssueReopened',
  shape<OnIssue & { reopenedOn: LocalDate; dueOn: LocalDate } & SetByPack>(),
);

export const issueWithdrawn = event('issues.IssueWithdrawn', shape<OnIssue & { on: LocalDate }>());

/** Goes on as several issues, each with a stream of its own. */
export const issueSplit = event('issues.IssueSplit', shape<OnIssue & { on: LocalDate; parts: readonly IssuePart[] }>());

export interface IssuePart {
  readonly issueId: string;
  readonly title: string;
  readonly category: string;
}

/** The same matter as another issue, which goes on for both. */
export const issueMerged = event('issues.IssueMerged', shape<OnIssue & { intoIssueId: string; on: LocalDate }>());

/** The holder was closed; its successor has it now, by the same deadline. */
export const issueHandedOver = event(
  'issues.IssueHandedOver',
  shape<OnIssue & { fromUnitId: string; holderLevel: string; on: LocalDate }>(),
);

/** For the body alone: `unitId` is the holder's, so that the side that raised it does not see it. */
export const issueNoted = event(
  'issues.IssueNoted',
  shape<{ issueId: string; unitId: string; note: string; on: LocalDate }>(),
);

export const issueAnswerCorrected = event(
  'issues.IssueAnswerCorrected',
  shape<OnIssue & { answer: string; previousAnswer: string }>(),
);

export const issueCategoryCorrected = event(
  'issues.IssueCategoryCorrected',
  shape<OnIssue & { category: string; previousCategory: string }>(),
);

/** Chờ tiếp nhận, đã chuyển, trả lại, đã tiếp nhận, tạm dừng chờ, mở lại, đã trả lời. */
export const openStatuses = ['raised', 'escalated', 'returned', 'accepted', 'waiting', 'reopened', 'answered'] as const;
/** Đã giải quyết, đã xác nhận, đã rút, từ chối, đã tách, đã gộp. */
export const closedStatuses = ['resolved', 'confirmed', 'withdrawn', 'refused', 'split', 'merged'] as const;
export const issueStatuses = [...openStatuses, ...closedStatuses];
export type IssueStatus = (typeof issueStatuses)[number];

export interface Issue {
  readonly status: 'none' | IssueStatus;
  readonly unitId: string | undefined;
  readonly holderUnitId: string | undefined;
  readonly holderLevel: string | undefined;
  /** Day of the latest step: the next one cannot lie before it. */
  readonly lastStepOn: LocalDate | undefined;
  readonly dueFor: 'notice' | 'resolution';
  readonly dueOn: LocalDate | undefined;
  /** What was said of the present deadline. */
  readonly marks: readonly string[];
  readonly waitingSince: LocalDate | undefined;
  /** Who sent it to the present holder, the last one at the end. */
  readonly senders: readonly Holder[];
  readonly raised: Readonly<EventOf<typeof issueRaised>['data']> | undefined;
  readonly category: string;
  readonly answer: string | undefined;
  readonly answeredOn: LocalDate | undefined;
  readonly parts: readonly IssuePart[];
}

export interface Holder {
  readonly unitId: string;
  readonly level: string;
}

const issueEvents = [
  ...([issueRaised, issueAccepted, issueEscalated, issueReturned, issueRefused, issueCategorised] as const),
  ...([issueWaitStarted, issueResumed, issueExtended, issueDeadlineMarked, issueAnswered, issueResolved] as const),
  ...([issueConfirmed, issueReopened, issueWithdrawn, issueSplit, issueMerged, issueHandedOver, issueNoted] as const),
  ...([issueAnswerCorrected, issueCategoryCorrected] as const),
] as const;
export type IssueEvent = EventOf<typeof issueEvents>;

const due = (dueFor: 'notice' | 'resolution', dueOn: LocalDate) => ({
  dueFor,
  dueOn,
  marks: [],
  waitingSince: undefined,
});

export const issue = aggregate({
  name: 'issue',
  events: issueEvents,
  initialState: {
    status: 'none',
    unitId: undefined,
    holderUnitId: undefined,
    holderLevel: undefined,
    lastStepOn: undefined,
    dueFor: 'notice',
    dueOn: undefined,
    marks: [],
    waitingSince: undefined,
    senders: [],
    raised: undefined,
    category: '',
    answer: undefined,
    answeredOn: undefined,
    parts: [],
  } as Issue,
  evolve(state, event: IssueEvent): Issue {
    switch (event.type) {
      case issueRaised.type: {
        const { unitId, holderUnitId, holderLevel, raisedOn, category, noticeDueOn } = event.data;
        const senders = unitId === holderUnitId ? [] : [{ unitId, level: '' }];
        const first = { unitId, holderUnitId, holderLevel, category, senders, raised: event.data };
        return { ...state, ...first, status: 'raised', lastStepOn: raisedOn, ...due('notice', noticeDueOn) };
      }
      case issueAccepted.type: {
        const { acceptedOn, dueOn } = event.data;
        return { ...state, status: 'accepted', lastStepOn: acceptedOn, ...due('resolution', dueOn) };
      }
      case issueEscalated.type: {
        const { fromUnitId, holderUnitId, holderLevel, escalatedOn, noticeDueOn } = event.data;
        const senders = [...state.senders, { unitId: fromUnitId, level: state.holderLevel ?? '' }];
        const sent = { holderUnitId, holderLevel, senders, lastStepOn: escalatedOn, ...due('notice', noticeDueOn) };
        return { ...state, status: 'escalated', ...sent };
      }
      case issueReturned.type: {
        const { holderUnitId, holderLevel, on, noticeDueOn } = event.data;
        const back = { holderUnitId, holderLevel, senders: state.senders.slice(0, -1), lastStepOn: on };
        return { ...state, status: 'returned', ...back, ...due('notice', noticeDueOn) };
      }
      case issueRefused.type:
        return { ...state, status: 'refused', lastStepOn: event.data.on };
      case issueCategorised.type:
      case issueCategoryCorrected.type:
        return { ...state, category: event.data.category };
      case issueWaitStarted.type:
        return { ...state, status: 'waiting', waitingSince: event.data.on, lastStepOn: event.data.on };
      case issueResumed.type:
        return { ...state, status: 'accepted', lastStepOn: event.data.on, ...due('resolution', event.data.dueOn) };
      case issueExtended.type:
        return { ...state, lastStepOn: event.data.on, ...due('resolution', event.data.dueOn) };
      case issueDeadlineMarked.type:
        return { ...state, marks: [...state.marks, event.data.mark] };
      case issueAnswered.type: {
        const { answer, answeredOn } = event.data;
        return { ...state, status: 'answered', answer, answeredOn, lastStepOn: answeredOn };
      }
      case issueResolved.type:
        return { ...state, status: 'resolved', lastStepOn: event.data.resolvedOn };
      case issueConfirmed.type:
        return { ...state, status: 'confirmed', lastStepOn: event.data.on };
      case issueReopened.type: {
        const { dueOn, reopenedOn } = event.data;
        return { ...state, status: 'reopened', lastStepOn: reopenedOn, ...due('resolution', dueOn) };
      }
      case issueWithdrawn.type:
        return { ...state, status: 'withdrawn', lastStepOn: event.data.on };
      case issueSplit.type:
        return { ...state, status: 'split', parts: event.data.parts, lastStepOn: event.data.on };
      case issueMerged.type:
        return { ...state, status: 'merged', lastStepOn: event.data.on };
      case issueHandedOver.type: {
        const { holderUnitId, holderLevel, on } = event.data;
        return { ...state, holderUnitId, holderLevel, lastStepOn: on };
      }
      case issueNoted.type:
        return state;
      case issueAnswerCorrected.type:
        return { ...state, answer: event.data.answer };
    }
  },
});
