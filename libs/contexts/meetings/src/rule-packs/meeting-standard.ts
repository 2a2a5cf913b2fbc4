import type { MeetingStandardPack, StandardRule } from '#contexts/rule-packs/contracts';
import type { LocalDate } from '#kernel';
import type { MeetingKind, Turnout } from '../meeting/vocabulary.js';

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
  /** Left out while there are none. */
  readonly minutes?: MinutesFacts | undefined;
}

export interface MinutesFacts {
  readonly contents: readonly string[];
  readonly conclusions: readonly string[];
  readonly isPrepared: boolean | null;
}

/** Minutes say what was discussed and what was concluded. */
export const areComplete = ({ contents, conclusions }: MinutesFacts): boolean =>
  contents.length > 0 && conclusions.length > 0;

/** Rules about things that a turnout does not tell: without minutes, and for earlier meetings, a person judges them. */
const leftToPeople: readonly StandardRule['rule'][] = [
  'none-excused-running',
  'prepared-by-committee',
  'minutes-complete',
];

/** Whether a pack speaks about such a meeting at all. */
export const speaksOf = (pack: MeetingStandardPack, kind: MeetingKind): boolean =>
  (pack.kinds as readonly MeetingKind[]).includes(kind);

/** Judges by the pack in force for the unit on the day of the meeting; null when there is none, or none with rules for this kind. */
export function judgeStandard(facts: MeetingFacts, pack: MeetingStandardPack | undefined): StandardJudgement | null {
  if (!pack || pack.rules.length === 0 || !speaksOf(pack, facts.kind)) return null;
  const rules = pack.rules.map((rule) => judgeRule(rule, facts));
  return { pack: pack.name, packVersion: pack.version, proposal: proposalOf(rules), rules };
}

function proposalOf(rules: readonly RuleOutcome[]): StandardJudgement['proposal'] {
  if (rules.some(({ outcome }) => outcome === 'not-satisfied')) return 'not-up-to-standard';
  const gaps = rules.filter(({ rule, outcome }) => outcome === 'unknown' && !leftToPeople.includes(rule));
  return gaps.length > 0 ? null : 'up-to-standard';
}

function judgeRule(rule: StandardRule, { durationMinutes, turnout, minutes }: MeetingFacts): RuleOutcome {
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
      return judged(minutes?.isPrepared ?? null, null, null);
    case 'minutes-complete':
      return judged(minutes ? areComplete(minutes) : null, null, null);
  }
}

/** One decimal. */
export const percentOf = (part: number, whole: number): number => Math.round((1000 * part) / whole) / 10;
