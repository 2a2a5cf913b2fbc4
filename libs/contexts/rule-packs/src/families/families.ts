import type { RulePack } from '#kernel';
import { validateBody } from '#platform';
import { evaluationPacks } from './evaluation-packs.js';
import { evaluationRules, EvaluationRulesBody, type EvaluationPack, type EvaluationRules } from './evaluation.js';
import { followingPacks } from './following-packs.js';
import { followingRules, FollowingRulesBody, type FollowingPack, type FollowingRules } from './following.js';
import { issueRulePacks } from './issue-packs.js';
import { issueRules, IssueRulesBody, type IssueRulePack, type IssueRules } from './issues.js';
import { meetingStandardPacks } from './meeting-standard-packs.js';
import {
  meetingStandardRules,
  MeetingStandardRulesBody,
  type MeetingStandardPack,
  type MeetingStandardRules,
} from './meeting-standard.js';
import { workingDayPacks } from './working-day-packs.js';
import { workingDayRules, WorkingDayRulesBody, type WorkingDayPack, type WorkingDayRules } from './working-days.js';

/** What each family judges; stored in events: never renamed. */
export const packFamilies = ['evaluation', 'meeting-standard', 'issues', 'following', 'working-days'] as const;
export type PackFamily = (typeof packFamilies)[number];

export interface PackOf {
  readonly evaluation: EvaluationPack;
  readonly 'meeting-standard': MeetingStandardPack;
  readonly issues: IssueRulePack;
  readonly following: FollowingPack;
  readonly 'working-days': WorkingDayPack;
}

export interface RulesOf {
  readonly evaluation: EvaluationRules;
  readonly 'meeting-standard': MeetingStandardRules;
  readonly issues: IssueRules;
  readonly following: FollowingRules;
  readonly 'working-days': WorkingDayRules;
}

interface Family<Rules> {
  /** The form of its rules as they are sent; also its part of the OpenAPI document. */
  readonly body: new () => object;
  /** @throws DomainError `request.invalid`, naming every field that is wrong */
  readonly read: (rules: object) => Rules;
  /** In force without any event. A pack once shipped is never changed: a change is a higher version. */
  readonly shipped: readonly (RulePack & Rules)[];
}

const family = <Body extends object, Rules>(
  body: new () => Body,
  rulesOf: (valid: Body) => Rules,
  shipped: readonly (RulePack & Rules)[],
): Family<Rules> => ({ body, read: (rules) => rulesOf(validateBody(body, rules)), shipped });

const families: { readonly [F in PackFamily]: Family<RulesOf[F]> } = {
  evaluation: family(EvaluationRulesBody, evaluationRules, evaluationPacks),
  'meeting-standard': family(MeetingStandardRulesBody, meetingStandardRules, meetingStandardPacks),
  issues: family(IssueRulesBody, issueRules, issueRulePacks),
  following: family(FollowingRulesBody, followingRules, followingPacks),
  'working-days': family(WorkingDayRulesBody, workingDayRules, workingDayPacks),
};

export const rulesBodyOf = (of: PackFamily): new () => object => families[of].body;

/** The packs that the software brings. */
export const shippedPacks = <F extends PackFamily>(of: F): readonly PackOf[F][] =>
  families[of].shipped as unknown as readonly PackOf[F][];

/** Rules as sent, checked by their family's form. @throws DomainError `request.invalid`, naming every wrong field */
export const readRules = <F extends PackFamily>(of: F, rules: object): RulesOf[F] => families[of].read(rules);
