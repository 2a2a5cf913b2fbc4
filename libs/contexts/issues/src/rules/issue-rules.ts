import type { IssueRulePack } from '#contexts/rule-packs/contracts';
import type { LocalDate } from '#kernel';
import { addWorkingDays, workingDaysBefore, workingDaysBetween } from './working-days.js';

/** A deadline, when to remind of it, and the pack that set them. */
export interface Deadline {
  readonly dueOn: LocalDate;
  /** From this day it is near; null: the pack does not say. */
  readonly remindOn: LocalDate | null;
  readonly rulePack: string;
  readonly packVersion: number;
}

/** By when the body that received the issue must accept it, pass it on or return it. */
export const noticeDeadline = (pack: IssueRulePack, receivedOn: LocalDate): Deadline =>
  deadlineOn(pack, addWorkingDays(receivedOn, pack.noticeWorkingDays));

/** By when the body that accepted it must settle it. A level without a figure of its own has the longest. */
export function resolutionDeadline(pack: IssueRulePack, startsOn: LocalDate, level: string): Deadline {
  const { resolutionWorkingDays } = pack;
  const count = resolutionWorkingDays[level] ?? Math.max(...Object.values(resolutionWorkingDays));
  return deadlineOn(pack, addWorkingDays(startsOn, count));
}

/**
 * After a wait the days that were left are counted again from the day of its end. What was overdue already when the
 * wait began stays so.
 */
export function deadlineAfterWait(
  pack: IssueRulePack,
  { dueOn, since, until }: { readonly dueOn: LocalDate; readonly since: LocalDate; readonly until: LocalDate },
): Deadline {
  return deadlineOn(pack, since > dueOn ? dueOn : addWorkingDays(until, workingDaysBetween(since, dueOn)));
}

export const deadlineOn = ({ name, nearDueWorkingDays, version }: IssueRulePack, dueOn: LocalDate): Deadline => ({
  dueOn,
  remindOn: nearDueWorkingDays === null ? null : workingDaysBefore(dueOn, nearDueWorkingDays),
  rulePack: name,
  packVersion: version,
});

/** When a missed deadline takes the issue to the superior by itself; null: never. */
export const escalationDay = ({ escalateOverdueWorkingDays }: IssueRulePack, dueOn: LocalDate): LocalDate | null =>
  escalateOverdueWorkingDays === null ? null : addWorkingDays(dueOn, escalateOverdueWorkingDays);
