import { packInForce, type LocalDate, type RulePack } from '#kernel';
import { addWorkingDays } from './working-days.js';

/**
 * Deadlines of issues: an issue is judged by the pack in force on the day its clock starts, and keeps that pack's date.
 * Publishing packs as events, per province, comes later; the shape is the same.
 */
export interface IssueRulePack extends RulePack {
  /** Working days for the written notice of acceptance or transfer, from receipt. */
  readonly noticeWorkingDays: number;
  /** Working days to settle it, by the holder's level, from acceptance. */
  readonly resolutionWorkingDays: Readonly<Record<string, number>>;
}

export const issueRulePacks: readonly IssueRulePack[] = [
  {
    name: 'issues-11-QĐi',
    version: 1,
    jurisdiction: 'country',
    // No deadline was published for older issues: this pack is applied to whatever is entered of them.
    validFrom: '1900-01-01',
    validTo: null,
    legalBasis: '11-QĐi/TW 2019-02-18, KL 215-KL/TW',
    noticeWorkingDays: 10,
    resolutionWorkingDays: {
      cell: 10,
      commune: 15,
      district: 20,
      department: 30,
      province: 30,
      country: 45,
    },
    unconfirmed: ['resolutionWorkingDays: local parameters, to be set by each province'],
  },
];

/** Some pack is always in force: the spec holds the list to it. */
export const issueRulesOn = (day: LocalDate): IssueRulePack => packInForce(issueRulePacks, day)!;

/** A deadline and the pack that set it. */
export interface Deadline {
  readonly dueOn: LocalDate;
  readonly rulePack: string;
}

/** By when the body that received the issue must accept it or pass it on. */
export function noticeDeadline(receivedOn: LocalDate): Deadline {
  const { name, noticeWorkingDays } = issueRulesOn(receivedOn);
  return { dueOn: addWorkingDays(receivedOn, noticeWorkingDays), rulePack: name };
}

/** By when the body that accepted it must settle it. A level without a figure of its own has the longest. */
export function resolutionDeadline(startsOn: LocalDate, level: string): Deadline {
  const { name, resolutionWorkingDays } = issueRulesOn(startsOn);
  const count = resolutionWorkingDays[level] ?? Math.max(...Object.values(resolutionWorkingDays));
  return { dueOn: addWorkingDays(startsOn, count), rulePack: name };
}
