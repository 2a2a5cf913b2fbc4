import { DomainError, notFound, type LocalDate } from '#kernel';
import type { Issue, IssueStatus } from './issue.js';

/** Each step and the statuses from which it may be taken: the whole state machine. */
const allowedFrom = {
  accept: ['raised', 'escalated'],
  escalate: ['raised', 'escalated', 'accepted', 'reopened', 'answered'],
  respond: ['accepted', 'reopened', 'answered'],
  resolve: ['answered'],
  reopen: ['resolved'],
} as const satisfies Readonly<Record<string, readonly IssueStatus[]>>;

/** An issue that exists: its fields are known. */
export interface OpenedIssue {
  readonly status: IssueStatus;
  readonly unitId: string;
  readonly holderUnitId: string;
  readonly holderLevel: string;
}

/** @throws DomainError when the issue's status or the day does not allow the step. */
export function takeStep(
  step: keyof typeof allowedFrom,
  issueId: string,
  state: Issue,
  { on, today }: { readonly on: LocalDate; readonly today: LocalDate },
): OpenedIssue {
  const { status, lastStepOn } = state;
  if (status === 'none') throw notFound('issue.unknown', { issueId });
  const allowed: readonly IssueStatus[] = allowedFrom[step];
  if (!allowed.includes(status)) throw new DomainError(`issue.cannot-${step}`, { status, allowedFrom: allowed });
  if (on > today) throw new DomainError('issue.step-in-future', { on, today });
  if (on < lastStepOn!) throw new DomainError('issue.step-before-last', { on, lastStepOn });
  return state as OpenedIssue;
}
