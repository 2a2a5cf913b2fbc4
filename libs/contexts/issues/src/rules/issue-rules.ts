import type { LocalDate } from '#kernel';
import { addWorkingDays } from './working-days.js';

/**
 * Deadlines of issues, versioned: an issue is judged by the pack in force on the day its clock starts, and keeps that
 * pack's date. Publishing packs as events, per province, comes with the rule-packs context; the shape is the same.
 */
export interface IssueRulePack {
  readonly id: string;
  /** First day in force. */
  readonly validFrom: LocalDate;
  readonly legalBasis: string;
  /** Working days for the written notice of acceptance or transfer, from receipt. */
  readonly noticeWorkingDays: number;
  /** Working days to settle it, by the holder's level, from acceptance. */
  readonly resolutionWorkingDays: Readonly<Record<string, number>>;
  /** Values that no public source confirms: local parameters, to be set by each province. */
  readonly unconfirmed: readonly (keyof IssueRulePack)[];
}

/** Newest first. */
export const issueRulePacks: readonly IssueRulePack[] = [
  {
    id: 'issues-11-QĐi',
    validFrom: '1900-01-01',
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
    unconfirmed: ['resolutionWorkingDays'],
  },
];

export const issueRulesOn = (day: LocalDate): IssueRulePack =>
  issueRulePacks.find(({ validFrom }) => validFrom <= day) ?? issueRulePacks.at(-1)!;

/** A deadline and the pack that set it. */
export interface Deadline {
  readonly dueOn: LocalDate;
  readonly rulePack: string;
}

/** By when the body that received the issue must accept it or pass it on. */
export function noticeDeadline(receivedOn: LocalDate): Deadline {
  const { id, noticeWorkingDays } = issueRulesOn(receivedOn);
  return { dueOn: addWorkingDays(receivedOn, noticeWorkingDays), rulePack: id };
}

/** By when the body that accepted it must settle it. A level without a figure of its own has the longest. */
export function resolutionDeadline(startsOn: LocalDate, level: string): Deadline {
  const { id, resolutionWorkingDays } = issueRulesOn(startsOn);
  const count = resolutionWorkingDays[level] ?? Math.max(...Object.values(resolutionWorkingDays));
  return { dueOn: addWorkingDays(startsOn, count), rulePack: id };
}
