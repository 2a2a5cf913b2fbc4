import type { RulePack } from '#kernel';
import { grades, type EvaluationRules, type Grade, type GradeRule } from './evaluation.js';
import type { PackFamily, PackOf, RulesOf } from './families.js';
import { ofLevel, ruleSpans, spansPerYear, type FollowingRules } from './following.js';
import type { IssueRules } from './issues.js';
import { sheetGrades, type MeetingStandardRules, type ScoreSheetRules, type StandardRule } from './meeting-standard.js';

/** Where rules ask for less than those of the superior. `asked` is the superior's, `given` the own; null: nothing. */
export interface Laxer {
  readonly field: string;
  readonly asked: unknown;
  readonly given: unknown;
}

type Figure = number | null | undefined;

const atMost = (field: string, given: Figure = null, asked: Figure = null): readonly Laxer[] =>
  asked === null || (given !== null && given <= asked) ? [] : [{ field, asked, given }];

const atLeast = (field: string, given: Figure = null, asked: Figure = null): readonly Laxer[] =>
  asked === null || (given !== null && given >= asked) ? [] : [{ field, asked, given }];

const unless = (isKept: boolean, field: string, asked: unknown, given: unknown = null): readonly Laxer[] =>
  isKept ? [] : [{ field, asked, given }];

type Compare<Rules> = (own: Rules, above: Rules) => readonly Laxer[];

/** Days of the levels that either names; a level without a figure of its own has the longest. */
const laxerIssues: Compare<IssueRules> = (own, above) => {
  const daysOf = ({ resolutionWorkingDays: days }: IssueRules, level: string) =>
    days[level] ?? Math.max(...Object.values(days));
  const levels = new Set([...Object.keys(own.resolutionWorkingDays), ...Object.keys(above.resolutionWorkingDays)]);
  return [
    ...atMost('noticeWorkingDays', own.noticeWorkingDays, above.noticeWorkingDays),
    ...[...levels].flatMap((level) =>
      atMost(`resolutionWorkingDays.${level}`, daysOf(own, level), daysOf(above, level)),
    ),
    ...atMost('escalateOverdueWorkingDays', own.escalateOverdueWorkingDays, above.escalateOverdueWorkingDays),
  ];
};

const laxerFollowing: Compare<FollowingRules> = (own, above) => {
  const levelsOf = (rules: FollowingRules) =>
    [...rules.minimumAttendances, ...rules.reportPeriods].map(({ cadreLevel }) => cadreLevel);
  const levels = [...new Set([...levelsOf(own), ...levelsOf(above)])];
  const perYear = ({ minimumAttendances }: FollowingRules, level: string | null) => {
    const rule = ofLevel(minimumAttendances, level);
    return rule && rule.times * spansPerYear[rule.per];
  };
  const dueDays = ({ reportPeriods }: FollowingRules, per: string, level: string | null) =>
    ofLevel(
      reportPeriods.filter((each) => each.per === per),
      level,
    )?.dueDays;
  return [
    ...levels.flatMap((level) => [
      ...atLeast(`minimumAttendances.${level ?? 'all'}`, perYear(own, level), perYear(above, level)),
      ...ruleSpans.flatMap((per) =>
        atMost(`reportPeriods.${level ?? 'all'}.${per}`, dueDays(own, per, level), dueDays(above, per, level)),
      ),
    ]),
    ...atMost('maxUnits', own.maxUnits, above.maxUnits),
    ...unless(
      above.severalCadresPerUnit !== false || own.severalCadresPerUnit === false,
      'severalCadresPerUnit',
      false,
      own.severalCadresPerUnit,
    ),
    // What is left out is not allowed either.
    ...unless(above.mayFollowOwnCell !== false || own.mayFollowOwnCell !== true, 'mayFollowOwnCell', false, true),
  ];
};

const laxerMeetings: Compare<MeetingStandardRules> = (own, above) => [
  ...above.kinds.flatMap((kind) => unless(own.kinds.includes(kind), 'kinds', kind)),
  ...above.rules.flatMap((asked) => laxerRule(asked, own.rules)),
  ...laxerSheet(own.scoreSheet, above.scoreSheet),
  ...atMost('warnings.monthsAbsentInYear', own.warnings?.monthsAbsentInYear, above.warnings?.monthsAbsentInYear),
  ...atMost('warnings.excusedRunning', own.warnings?.excusedRunning, above.warnings?.excusedRunning),
];

function laxerRule(asked: StandardRule, rules: readonly StandardRule[]): readonly Laxer[] {
  const own = rules.find(({ rule }) => rule === asked.rule);
  const field = `rules.${asked.rule}`;
  if (asked.rule === 'turnout-above') {
    return atLeast(field, own?.rule === asked.rule ? own.percent : null, asked.percent);
  }
  if (asked.rule === 'lasts-at-least') {
    return atLeast(field, own?.rule === asked.rule ? own.minutes : null, asked.minutes);
  }
  if (asked.rule === 'none-excused-running') {
    return atMost(field, own?.rule === asked.rule ? own.moreThan : null, asked.moreThan);
  }
  return unless(own !== undefined, field, true);
}

/** Bands as a share of the points that a sheet is out of. */
function laxerSheet(own: ScoreSheetRules | null, above: ScoreSheetRules | null): readonly Laxer[] {
  if (above === null) return [];
  if (own === null) return [{ field: 'scoreSheet', asked: true, given: null }];
  const share = ({ bands, outOf }: ScoreSheetRules, grade: string) => {
    const band = bands.find((each) => each.grade === grade);
    return band && (100 * band.from) / outOf;
  };
  const figure = (gate: ScoreSheetRules['gates'][number]) =>
    gate.gate === 'duration' ? gate.minutes : gate.gate === 'minutes' ? null : gate.percent;
  const rank = ({ failedGateAtMost }: ScoreSheetRules) => sheetGrades.indexOf(failedGateAtMost);
  return [
    ...above.bands.flatMap(({ grade }) =>
      atLeast(`scoreSheet.bands.${grade}`, share(own, grade) ?? 100, share(above, grade)),
    ),
    ...above.gates.flatMap((asked) => {
      const found = own.gates.find(({ gate }) => gate === asked.gate);
      const field = `scoreSheet.gates.${asked.gate}`;
      return found ? atLeast(field, figure(found), figure(asked)) : unless(false, field, figure(asked) ?? true);
    }),
    ...unless(rank(own) >= rank(above), 'scoreSheet.failedGateAtMost', above.failedGateAtMost, own.failedGateAtMost),
  ];
}

const laxerEvaluation: Compare<EvaluationRules> = (own, above) => [
  ...grades.flatMap((grade) => laxerGrade(grade, own.grades[grade], above.grades[grade])),
  ...unless(own.usesScores || !above.usesScores, 'usesScores', true, false),
  ...laxerCap(own, above),
];

function laxerGrade(
  grade: Grade,
  own: readonly GradeRule[] | null,
  above: readonly GradeRule[] | null,
): readonly Laxer[] {
  const binding = above?.filter(({ unconfirmed }) => unconfirmed !== true) ?? [];
  const field = `grades.${grade}`;
  if (grade !== 'failed') return binding.flatMap((asked) => laxerGradeRule(field, asked, own ?? []));
  // Whoever asks for more before a unit has failed is more lenient.
  const scoreBelow = (rules: readonly GradeRule[]) =>
    rules.flatMap((each) => (each.rule === 'score' ? each.below : []));
  const more = (own ?? []).filter(({ rule }) => !binding.some((each) => each.rule === rule));
  if (binding.length === 0) return [];
  return [
    ...atLeast(`${field}.score`, scoreBelow(own ?? [])[0], scoreBelow(binding)[0]),
    ...more.map(({ rule }) => ({ field: `${field}.${rule}`, asked: null, given: true })),
  ];
}

function laxerGradeRule(at: string, asked: GradeRule, rules: readonly GradeRule[]): readonly Laxer[] {
  const own = rules.find(({ rule }) => rule === asked.rule);
  const field = `${at}.${asked.rule}`;
  switch (asked.rule) {
    case 'score':
      return atLeast(field, own?.rule === 'score' ? own.atLeast : null, asked.atLeast);
    case 'tasks-above-requirement':
      return atLeast(field, own?.rule === asked.rule ? own.atLeastPercent : null, asked.atLeastPercent);
    case 'tasks-late': {
      const isOnTime = rules.some(({ rule }) => rule === 'all-tasks-on-time');
      return atMost(field, isOnTime ? 0 : own?.rule === asked.rule ? own.atMostPercent : null, asked.atMostPercent);
    }
    default:
      return unless(own !== undefined, field, true);
  }
}

/** Rounding and groups of similar units are the province's own. */
function laxerCap({ excellentCap: own }: EvaluationRules, { excellentCap: above }: EvaluationRules): readonly Laxer[] {
  if (above === null) return [];
  const wider = own?.of.filter((grade) => !above.of.includes(grade)) ?? [];
  return [
    ...atMost('excellentCap.percent', own?.percent, above.percent),
    ...unless(wider.length === 0, 'excellentCap.of', above.of, own?.of),
  ];
}

const compare: { readonly [F in PackFamily]: Compare<RulesOf[F]> } = {
  evaluation: laxerEvaluation,
  'meeting-standard': laxerMeetings,
  issues: laxerIssues,
  following: laxerFollowing,
  // Of one level alone.
  'working-days': () => [],
};

/**
 * Where rules ask for less than the pack of the superior that binds them. What that pack marks as not confirmed binds
 * nobody: `unconfirmed` names the field, or a part of it, first (`resolutionWorkingDays: local parameters`).
 */
export function laxerThan<F extends PackFamily>(family: F, own: RulesOf[F], above: PackOf[F]): readonly Laxer[] {
  const rulesOf = compare[family] as Compare<RulesOf[F]>;
  return rulesOf(own, above as unknown as RulesOf[F]).filter(({ field }) => !isUnconfirmed(above, field));
}

const isUnconfirmed = ({ unconfirmed }: RulePack, field: string): boolean =>
  unconfirmed.some((text) => {
    const [names = ''] = text.split(':');
    return names.split(', ').some((name) => field === name || field.startsWith(`${name}.`));
  });
