import { packInForce, type LocalDate } from '#kernel';
import type { MeetingKind, Turnout } from '../meeting/vocabulary.js';
import { meetingStandardPacks, type MeetingStandardPack, type StandardRule } from './meeting-standard-packs.js';

export type Outcome = 'satisfied' | 'not-satisfied' | 'unknown';

export interface RuleOutcome {
  readonly rule: StandardRule['rule'];
  readonly outcome: Outcome;
  /** The figure judged, e.g. the turnout in percent; null when the rule is not about one or it is not known. */
  readonly figure: number | null;
  /** What the pack asks for; null when it is not a figure. */
  readonly asked: number | null;
}

/**
 * A proposal with its reasons, never a decision. `not-up-to-standard` when a rule is broken; `up-to-standard` when
 * every rule that a turnout can tell of is kept: the rules that stay `unknown` are left to whoever decides; null when
 * not even those could be judged.
 */
export interface StandardJudgement {
  readonly pack: string;
  readonly packVersion: number;
  readonly proposal: 'up-to-standard' | 'not-up-to-standard' | null;
  readonly rules: readonly RuleOutcome[];
}

export interface MeetingFacts {
  readonly kind: MeetingKind;
  readonly heldOn: LocalDate;
  readonly durationMinutes: number;
  readonly turnout: Turnout;
}

/** Rules about things that no event tells yet: a person judges them. */
const leftToPeople: readonly StandardRule['rule'][] = [
  'none-excused-running',
  'prepared-by-committee',
  'minutes-complete',
];

/** Judges by the pack in force on the day of the meeting; null when there is none, or none for this kind. */
export function judgeStandard(
  facts: MeetingFacts,
  packs: readonly MeetingStandardPack[] = meetingStandardPacks,
): StandardJudgement | null {
  const pack = packInForce(packs, facts.heldOn);
  if (!pack?.kinds.includes(facts.kind)) return null;
  const rules = pack.rules.map((rule) => judgeRule(rule, facts));
  return { pack: pack.name, packVersion: pack.version, proposal: proposalOf(rules), rules };
}

function proposalOf(rules: readonly RuleOutcome[]): StandardJudgement['proposal'] {
  if (rules.some(({ outcome }) => outcome === 'not-satisfied')) return 'not-up-to-standard';
  const gaps = rules.filter(({ rule, outcome }) => outcome === 'unknown' && !leftToPeople.includes(rule));
  return gaps.length > 0 ? null : 'up-to-standard';
}

function judgeRule(rule: StandardRule, { durationMinutes, turnout }: MeetingFacts): RuleOutcome {
  const judged = (kept: boolean | null, figure: number | null, asked: number | null): RuleOutcome => ({
    rule: rule.rule,
    outcome: kept === null ? 'unknown' : kept ? 'satisfied' : 'not-satisfied',
    figure,
    asked,
  });
  switch (rule.rule) {
    case 'turnout-above': {
      const base = turnout.onRoll - turnout.exempt;
      if (base === 0) return judged(null, null, rule.percent);
      // Whole numbers on both sides: 85 % of 20 must not depend on rounding.
      return judged(100 * turnout.present > rule.percent * base, percentOf(turnout.present, base), rule.percent);
    }
    case 'none-absent-without-reason':
      return judged(turnout.unexcused === 0, turnout.unexcused, 0);
    case 'lasts-at-least':
      return judged(durationMinutes >= rule.minutes, durationMinutes, rule.minutes);
    case 'none-excused-running':
      return judged(null, null, rule.moreThan);
    case 'prepared-by-committee':
    case 'minutes-complete':
      return judged(null, null, null);
  }
}

/** One decimal. */
const percentOf = (part: number, whole: number): number => Math.round((1000 * part) / whole) / 10;
