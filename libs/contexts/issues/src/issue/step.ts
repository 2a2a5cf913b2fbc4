import { DomainError, notFound, type LocalDate } from '#kernel';
import { openStatuses, type Issue, type IssueStatus } from './issue.js';

const toBeAccepted = ['raised', 'escalated', 'returned'] as const;
const beingSettled = ['accepted', 'reopened'] as const;

/** Each step and the statuses from which it may be taken: the whole state machine. The arrow names the next status. */
const allowedFrom = {
  /** → accepted; the clock of the resolution starts */
  accept: toBeAccepted,
  /** → escalated; another holder, a new notice is due */
  escalate: [...toBeAccepted, ...beingSettled, 'answered'],
  /** → returned, to whoever sent it */
  return: ['raised', 'escalated'],
  /** → refused */
  refuse: [...toBeAccepted, 'accepted'],
  /** → waiting; the clock stands */
  wait: beingSettled,
  /** → accepted; the clock goes on */
  resume: ['waiting'],
  /** no other status, a later deadline */
  extend: beingSettled,
  /** → answered; again to complete the answer */
  respond: [...beingSettled, 'answered'],
  /** → resolved */
  resolve: ['answered'],
  /** → confirmed, by the side that raised it */
  confirm: ['resolved'],
  /** → reopened, by the side that raised it; the clock starts anew */
  reopen: ['resolved', 'confirmed'],
  /** → withdrawn, by the side that raised it */
  withdraw: openStatuses,
  /** → split; its parts are issues of their own */
  split: [...toBeAccepted, 'accepted'],
  /** → merged; another issue goes on for it */
  merge: [...toBeAccepted, ...beingSettled, 'waiting'],
  /** no other status */
  categorise: openStatuses,
} as const satisfies Readonly<Record<string, readonly IssueStatus[]>>;

/** An issue that exists: its fields are known. */
export interface OpenedIssue extends Issue {
  readonly status: IssueStatus;
  readonly unitId: string;
  readonly holderUnitId: string;
  readonly holderLevel: string;
  readonly dueOn: LocalDate;
  readonly raised: NonNullable<Issue['raised']>;
}

/** @throws DomainError when the issue's status or the day does not allow the step. */
export function takeStep(
  step: keyof typeof allowedFrom,
  issueId: string,
  state: Issue,
  { on, today }: { readonly on: LocalDate; readonly today: LocalDate },
): OpenedIssue {
  const opened = known(issueId, state);
  const allowed: readonly IssueStatus[] = allowedFrom[step];
  if (!allowed.includes(opened.status)) {
    throw new DomainError(`issue.cannot-${step}`, { status: opened.status, allowedFrom: allowed });
  }
  if (on > today) throw new DomainError('issue.step-in-future', { on, today });
  if (on < state.lastStepOn!) throw new DomainError('issue.step-before-last', { on, lastStepOn: state.lastStepOn });
  return opened;
}

/** @throws DomainError `issue.unknown` */
export function known(issueId: string, state: Issue): OpenedIssue {
  if (state.status === 'none') throw notFound('issue.unknown', { issueId });
  return state as OpenedIssue;
}

export const isOpen = ({ status }: Issue): boolean => (openStatuses as readonly string[]).includes(status);
