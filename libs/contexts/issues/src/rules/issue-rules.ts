import type { IssueRulePack } from '#contexts/rule-packs/contracts';
import type { LocalDate } from '#kernel';
import type { WorkingCalendar } from './working-days.js';

/** The rules that bind, and the working days by which they count. */
export type BindingRules = IssueRulePack & { readonly calendar: WorkingCalendar };

/** A deadline, when to remind of it, and the pack that set them. */
export interface Deadline {
  readonly dueOn: LocalDate;
  /** From this day it is near; null: the pack does not say. */
  readonly remindOn: LocalDate | null;
  readonly rulePack: string;
  readonly packVersion: number;
}

/** By when the body that received the issue must accept it, pass it on or return it. */
export const noticeDeadline = (rules: BindingRules, receivedOn: LocalDate): Deadline =>
  deadlineOn(rules, rules.calendar.after(receivedOn, rules.noticeWorkingDays));

/** By when the body that accepted it must settle it. A level without a figure of its own has the longest. */
export function resolutionDeadline(rules: BindingRules, startsOn: LocalDate, level: string): Deadline {
  const { resolutionWorkingDays } = rules;
  const count = resolutionWorkingDays[level] ?? Math.max(...Object.values(resolutionWorkingDays));
  return deadlineOn(rules, rules.calendar.after(startsOn, count));
}

/**
 * After a wait the days that were left are counted again from the day of its end. What was overdue already when the
 * wait began stays so.
 */
export function deadlineAfterWait(
  rules: BindingRules,
  { dueOn, since, until }: { readonly dueOn: LocalDate; readonly since: LocalDate; readonly until: LocalDate },
): Deadline {
  const { calendar } = rules;
  return deadlineOn(rules, since > dueOn ? dueOn : calendar.after(until, calendar.between(since, dueOn)));
}

export const deadlineOn = (rules: BindingRules, dueOn: LocalDate): Deadline => ({
  dueOn,
  remindOn: rules.nearDueWorkingDays === null ? null : rules.calendar.before(dueOn, rules.nearDueWorkingDays),
  rulePack: rules.name,
  packVersion: rules.version,
});

/** When a missed deadline takes the issue to the superior by itself; null: never. */
export const escalationDay = (
  { calendar, escalateOverdueWorkingDays }: BindingRules,
  dueOn: LocalDate,
): LocalDate | null => (escalateOverdueWorkingDays === null ? null : calendar.after(dueOn, escalateOverdueWorkingDays));
