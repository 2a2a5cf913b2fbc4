import type { LocalDate } from '#kernel';
import {
  deadlineAfterWait,
  escalationDay,
  noticeDeadline,
  resolutionDeadline,
  type BindingRules,
} from './issue-rules.js';

/** A step of an issue, as its event says. */
export interface ClockStep {
  readonly revision: number;
  /** Name of the event, without its context. */
  readonly step: string;
  readonly on: LocalDate;
  /** Of the holder, where the event says it. */
  readonly level: string | null;
  readonly dueOn: LocalDate | null;
  readonly waitedSince: LocalDate | null;
  /** Of an escalation or a refusal. */
  readonly cause: string | null;
}

/** A body's time to accept an issue (`notice`) or to settle it (`resolution`). */
export interface Clock {
  readonly startedOn: LocalDate;
  readonly dueFor: 'notice' | 'resolution';
  readonly level: string;
  readonly dueOn: LocalDate;
  /** What followed while it ran, the step that ended it at the end. */
  readonly steps: readonly ClockStep[];
  /** A clock that still runs is judged as of this day. */
  readonly seenOn: LocalDate;
}

/** Steps that begin a body's time. */
export const clockStarts = ['IssueRaised', 'IssueEscalated', 'IssueReturned', 'IssueAccepted', 'IssueReopened'];
const clockEnds = [...clockStarts, ...['IssueRefused', 'IssueWithdrawn', 'IssueSplit', 'IssueMerged', 'IssueResolved']];

/** The clock that a step of an issue began; `steps` are all of the issue, in their order. */
export function clockFrom(steps: readonly ClockStep[], revision: number, seenOn: LocalDate): Clock {
  const at = steps.findIndex((step) => step.revision === revision);
  const { dueOn, on, step } = steps[at]!;
  const after = steps.slice(at + 1);
  const end = after.findIndex((each) => clockEnds.includes(each.step));
  return {
    startedOn: on,
    dueFor: step === 'IssueAccepted' || step === 'IssueReopened' ? 'resolution' : 'notice',
    level: steps.findLast((each, index) => index <= at && each.level !== null)!.level!,
    dueOn: dueOn!,
    steps: end < 0 ? after : after.slice(0, end + 1),
    seenOn,
  };
}

/** How a clock ended under some rules. */
export interface ClockEnd {
  readonly dueOn: LocalDate;
  /** null: it runs still, or nobody knows how it would have ended. */
  readonly endedOn: LocalDate | null;
  /** The day on which the rules took the issue to the superior; null: they did not. */
  readonly escalatedOn: LocalDate | null;
  readonly seenOn: LocalDate;
}

/**
 * `in-time`, `late`: ended by the day due, or after it. `running`, `overdue`, `waiting`: not ended as of the day on which
 * it is seen. `escalated`: taken to the superior because it was overdue.
 */
export type ClockOutcome = 'in-time' | 'late' | 'running' | 'overdue' | 'waiting' | 'escalated';

function endOf({ steps }: Clock): ClockStep | undefined {
  const last = steps.at(-1);
  return last && clockEnds.includes(last.step) ? last : undefined;
}

const isByClock = (end: ClockStep | undefined): boolean => end?.step === 'IssueEscalated' && end.cause === 'overdue';

/** As the events say. */
export function recordedEnd(clock: Clock): ClockEnd {
  const end = endOf(clock);
  const dueOn = clock.steps.findLast((step) => step.dueOn !== null && isNewDeadline(step))?.dueOn ?? clock.dueOn;
  const endedOn = end && !isByClock(end) ? end.on : null;
  return { dueOn, endedOn, escalatedOn: isByClock(end) ? end!.on : null, seenOn: clock.seenOn };
}

const isNewDeadline = ({ step }: ClockStep): boolean => step === 'IssueResumed' || step === 'IssueExtended';

/**
 * As the rules would have had it. Waits stop this clock too; a person's extension to a day stays where it gives more.
 * Once the recorded rules took the issue away, nobody knows when the body would have settled it: the clock is seen on
 * that day.
 */
export function draftEnd(clock: Clock, rules: BindingRules): ClockEnd {
  const { dueFor, level, startedOn } = clock;
  const first = dueFor === 'notice' ? noticeDeadline(rules, startedOn) : resolutionDeadline(rules, startedOn, level);
  let { dueOn } = first;
  for (const { dueOn: set, on, step, waitedSince } of clock.steps) {
    if (step === 'IssueResumed') ({ dueOn } = deadlineAfterWait(rules, { dueOn, since: waitedSince!, until: on }));
    if (step === 'IssueExtended' && set! > dueOn) dueOn = set!;
  }
  const end = endOf(clock);
  const seenOn = isByClock(end) ? end!.on : clock.seenOn;
  const escalateOn = escalationAfterWaits(clock, escalationDay(rules, dueOn));
  const until = end?.on ?? seenOn;
  const isEscalated = escalateOn !== null && escalateOn <= until && !isAnsweredBefore(clock, escalateOn);
  if (isEscalated) return { dueOn, endedOn: null, escalatedOn: escalateOn, seenOn };
  return { dueOn, endedOn: end && !isByClock(end) ? end.on : null, escalatedOn: null, seenOn };
}

/** Nothing is taken away while it waits: on the day on which it goes on; null while it waits still. */
function escalationAfterWaits({ steps }: Clock, day: LocalDate | null): LocalDate | null {
  if (day === null) return null;
  const resumed = steps.find((step) => step.step === 'IssueResumed' && step.waitedSince! < day && day < step.on);
  if (resumed) return resumed.on;
  const last = steps.findLast(({ step }) => step === 'IssueWaitStarted' || step === 'IssueResumed');
  return last?.step === 'IssueWaitStarted' && last.on < day ? null : day;
}

const isAnsweredBefore = ({ steps }: Clock, day: LocalDate): boolean =>
  steps.some(({ on, step }) => step === 'IssueAnswered' && on < day);

export function outcomeOf({ steps }: Clock, { dueOn, endedOn, escalatedOn, seenOn }: ClockEnd): ClockOutcome {
  if (escalatedOn !== null) return 'escalated';
  if (endedOn !== null) return endedOn <= dueOn ? 'in-time' : 'late';
  const last = steps.findLast(({ step }) => step === 'IssueWaitStarted' || step === 'IssueResumed');
  if (last?.step === 'IssueWaitStarted') return last.on > dueOn ? 'overdue' : 'waiting';
  return dueOn < seenOn ? 'overdue' : 'running';
}
