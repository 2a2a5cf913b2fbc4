import type { EvaluationPack, GradeRule } from '#contexts/rule-packs/contracts';
import { grades, type ForcingCase, type Grade, type SelfAssessment } from '../evaluation/vocabulary.js';

export type Outcome = 'satisfied' | 'not-satisfied' | 'unknown';

export interface RuleOutcome {
  /** Grade that the rule belongs to. */
  readonly grade: Grade;
  readonly rule: GradeRule['rule'] | 'forcing-case';
  readonly outcome: Outcome;
  /** Points, or percent of tasks; null when the rule is not about a figure or it is not known. */
  readonly figure: number | null;
  /** False for a rule whose value the pack marks as unconfirmed. */
  readonly isConfirmed: boolean;
}

/**
 * A proposal with its reasons, never a decision. `proposal` is null when no grade has all its rules kept: the bands
 * leave gaps (95 points with a condition broken fits no grade), and facts may be missing.
 */
export interface GradeJudgement {
  readonly pack: string;
  readonly packVersion: number;
  readonly proposal: Grade | null;
  readonly rules: readonly RuleOutcome[];
}

/** What a pack says of a unit's own statement and of the forcing cases found; null without a pack. */
export function proposeGrade(
  pack: EvaluationPack | undefined,
  assessment: SelfAssessment | null,
  forcingCases: readonly ForcingCase[],
): GradeJudgement | null {
  if (!pack) return null;
  const header = { pack: pack.name, packVersion: pack.version };
  if (forcingCases.length > 0) {
    const isForced = forcingCases.some(({ exception }) => exception === null);
    const forcing = outcome('failed', 'forcing-case', isForced, null);
    if (isForced) return { ...header, proposal: 'failed', rules: [forcing] };
    const { proposal, rules } = fromRules(pack, assessment);
    return { ...header, proposal, rules: [forcing, ...rules] };
  }
  return { ...header, ...fromRules(pack, assessment) };
}

function fromRules(
  pack: EvaluationPack,
  assessment: SelfAssessment | null,
): Pick<GradeJudgement, 'proposal' | 'rules'> {
  const judged = grades.map((grade) => ({
    grade,
    rules: pack.grades[grade]?.map((rule) => judgeRule(grade, rule, assessment)) ?? [],
  }));
  const proposal = judged.find(({ rules }) => rules.length > 0 && rules.every(({ outcome: o }) => o === 'satisfied'));
  return { proposal: proposal?.grade ?? null, rules: judged.flatMap(({ rules }) => rules) };
}

function judgeRule(grade: Grade, rule: GradeRule, assessment: SelfAssessment | null): RuleOutcome {
  const { kept, figure } = assessment ? measure(rule, assessment) : { kept: null, figure: null };
  return outcome(grade, rule.rule, kept, figure, rule.unconfirmed !== true);
}

/** Whether a rule is kept and by what figure; null: the assessment does not tell. */
function measure(rule: GradeRule, assessment: SelfAssessment): { kept: boolean | null; figure: number | null } {
  const { commonScore, taskScore, conditions } = assessment;
  // A unit without a task has nothing of which all, or a share, could be done.
  const tasks = assessment.tasks && assessment.tasks.assigned > 0 ? assessment.tasks : null;
  const unknown = { kept: null, figure: null };
  switch (rule.rule) {
    case 'score': {
      if (commonScore === null || taskScore === null) return unknown;
      const score = totalScore(commonScore, taskScore);
      return { kept: score >= (rule.atLeast ?? -Infinity) && score < (rule.below ?? Infinity), figure: score };
    }
    case 'all-tasks-done':
      return tasks ? share(tasks.done, tasks.assigned, (part, whole) => part === whole) : unknown;
    case 'all-tasks-on-time':
      return tasks ? share(tasks.done - tasks.late, tasks.assigned, (part, whole) => part === whole) : unknown;
    case 'tasks-above-requirement': {
      const { atLeastPercent } = rule;
      const isEnough = (part: number, whole: number) => 100 * part >= atLeastPercent * whole;
      return tasks ? share(tasks.aboveRequirement, tasks.assigned, isEnough) : unknown;
    }
    case 'tasks-late': {
      const { atMostPercent } = rule;
      const isFew = (part: number, whole: number) => 100 * part <= atMostPercent * whole;
      return tasks ? share(tasks.late, tasks.assigned, isFew) : unknown;
    }
    case 'tasks-of-good-quality':
    case 'nobody-disciplined':
    case 'shortcomings-mended':
      return { kept: conditions.find(({ condition }) => condition === rule.rule)?.met ?? null, figure: null };
  }
}

/** Compares whole numbers, so that 30 % of 10 does not depend on rounding; shows one decimal. */
const share = (part: number, whole: number, isKept: (part: number, whole: number) => boolean) => ({
  kept: isKept(part, whole),
  figure: Math.round((1000 * part) / whole) / 10,
});

/** Points have two decimals; added as hundredths, 0.1 + 0.2 is 0.3. */
export const totalScore = (common: number, tasks: number): number =>
  (Math.round(100 * common) + Math.round(100 * tasks)) / 100;

const outcome = (
  grade: Grade,
  rule: RuleOutcome['rule'],
  kept: boolean | null,
  figure: number | null,
  isConfirmed = true,
): RuleOutcome => ({
  grade,
  rule,
  outcome: kept === null ? 'unknown' : kept ? 'satisfied' : 'not-satisfied',
  figure,
  isConfirmed,
});
