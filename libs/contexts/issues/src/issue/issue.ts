import { aggregate, event, shape, type EventOf, type LocalDate } from '#kernel';
import type { EscalationCause, IssueKind, RaiserRole } from './vocabulary.js';

/**
 * A recommendation, difficulty or feedback from the base, on its way to whoever can settle it. It carries a place and a
 * category, never the opinions of named private people; a petitioner's name is optional and sealed.
 * `holder…` is the body that must act; `dueOn` and `rulePack` are fixed when the clock starts, so that no later
 * calendar or pack changes them.
 */
export const issueRaised = event(
  'issues.IssueRaised',
  shape<{
    issueId: string;
    /** Where it was raised. */
    unitId: string;
    kind: IssueKind;
    category: string;
    title: string;
    summary: string | null;
    place: string | null;
    raisedOn: LocalDate;
    raisedByCadreId: string | null;
    raiserRole: RaiserRole;
    meetingId: string | null;
    petitionerId: string | null;
    petitionerName: string | null;
    /** To whom it was first sent. */
    holderUnitId: string;
    holderLevel: string;
    /** By when the holder must accept it or pass it on. */
    noticeDueOn: LocalDate;
    rulePack: string;
  }>(),
  { personal: { subject: 'petitionerId', fields: ['petitionerName'] } },
);

export const issueAccepted = event(
  'issues.IssueAccepted',
  shape<{
    issueId: string;
    unitId: string;
    holderUnitId: string;
    holderLevel: string;
    acceptedOn: LocalDate;
    dueOn: LocalDate;
    rulePack: string;
  }>(),
);

/** Why, in words, is the metadata's `reason`. */
export const issueEscalated = event(
  'issues.IssueEscalated',
  shape<{
    issueId: string;
    unitId: string;
    fromUnitId: string;
    holderUnitId: string;
    holderLevel: string;
    cause: EscalationCause;
    escalatedOn: LocalDate;
    noticeDueOn: LocalDate;
    rulePack: string;
  }>(),
);

export const issueAnswered = event(
  'issues.IssueAnswered',
  shape<{ issueId: string; unitId: string; holderUnitId: string; answer: string; answeredOn: LocalDate }>(),
);

export const issueResolved = event(
  'issues.IssueResolved',
  shape<{ issueId: string; unitId: string; holderUnitId: string; outcome: string | null; resolvedOn: LocalDate }>(),
);

/** The clock starts anew, for the same holder. Why is the metadata's `reason`. */
export const issueReopened = event(
  'issues.IssueReopened',
  shape<{
    issueId: string;
    unitId: string;
    holderUnitId: string;
    reopenedOn: LocalDate;
    dueOn: LocalDate;
    rulePack: string;
  }>(),
);

/** Chờ tiếp nhận, đã tiếp nhận, đã chuyển (chờ tiếp nhận), đã trả lời, đã giải quyết, mở lại. */
export const issueStatuses = ['raised', 'accepted', 'escalated', 'answered', 'resolved', 'reopened'] as const;
export type IssueStatus = (typeof issueStatuses)[number];

export interface Issue {
  readonly status: 'none' | IssueStatus;
  readonly unitId: string | undefined;
  readonly holderUnitId: string | undefined;
  readonly holderLevel: string | undefined;
  /** Day of the latest step: the next one cannot lie before it. */
  readonly lastStepOn: LocalDate | undefined;
}

const issueEvents = [issueRaised, issueAccepted, issueEscalated, issueAnswered, issueResolved, issueReopened] as const;
export type IssueEvent = EventOf<typeof issueEvents>;

export const issue = aggregate({
  name: 'issue',
  events: issueEvents,
  initialState: {
    status: 'none',
    unitId: undefined,
    holderUnitId: undefined,
    holderLevel: undefined,
    lastStepOn: undefined,
  } as Issue,
  evolve(state, event: IssueEvent): Issue {
    switch (event.type) {
      case issueRaised.type: {
        const { unitId, holderUnitId, holderLevel, raisedOn } = event.data;
        return { status: 'raised', unitId, holderUnitId, holderLevel, lastStepOn: raisedOn };
      }
      case issueAccepted.type:
        return { ...state, status: 'accepted', lastStepOn: event.data.acceptedOn };
      case issueEscalated.type: {
        const { holderUnitId, holderLevel, escalatedOn } = event.data;
        return { ...state, status: 'escalated', holderUnitId, holderLevel, lastStepOn: escalatedOn };
      }
      case issueAnswered.type:
        return { ...state, status: 'answered', lastStepOn: event.data.answeredOn };
      case issueResolved.type:
        return { ...state, status: 'resolved', lastStepOn: event.data.resolvedOn };
      case issueReopened.type:
        return { ...state, status: 'reopened', lastStepOn: event.data.reopenedOn };
    }
  },
});
