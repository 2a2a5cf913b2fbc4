import type { DomainError } from '#kernel';
import { contentOf } from '../pack/rule-packs.js';
import { packFamilies, readRules, shippedPacks, type PackFamily } from './families.js';
import { ofLevel } from './following.js';

/** As an admin would send it: what is not known is left out. */
const asSent = (rules: object): object =>
  JSON.parse(JSON.stringify(rules, (_key, value: unknown) => value ?? undefined)) as object;

function wrong(family: PackFamily, rules: object): readonly string[] {
  try {
    readRules(family, rules);
    return [];
  } catch (error) {
    return [...new Set((error as DomainError).fields.map(({ field }) => field))];
  }
}

describe('forms of the families', () => {
  it.each(packFamilies.flatMap((family) => shippedPacks(family).map((pack) => [family, pack.name, pack] as const)))(
    'the shipped pack %s %s has the form that is asked of a published one, and reads the same',
    (family, _name, pack) => {
      const { rules } = contentOf(pack).content;
      expect(readRules(family, asSent(rules))).toEqual(rules);
    },
  );

  it('every pack names its source, and what is not confirmed', () => {
    for (const pack of packFamilies.flatMap((family) => [...shippedPacks(family)])) {
      expect(pack.legalBasis).not.toBe('');
      expect(pack.unconfirmed.length).toBeGreaterThan(0);
    }
  });

  const cap = { percent: 20, of: ['good'], rounding: 'down' };
  const score = { rule: 'score', atLeast: 90 };
  const evaluation = { usesScores: true, grades: { excellent: [score] }, excellentCap: cap };
  const meeting = { kinds: ['regular'], rules: [{ rule: 'lasts-at-least', minutes: 90 }] };
  const issues = { noticeWorkingDays: 10, resolutionWorkingDays: { commune: 15 } };
  const following = { minimumAttendances: [{ cadreLevel: 'province', times: 2, per: 'year' }], reportPeriods: [] };

  it('are accepted when complete', () => {
    expect(wrong('evaluation', evaluation)).toEqual([]);
    expect(wrong('meeting-standard', meeting)).toEqual([]);
    expect(wrong('issues', issues)).toEqual([]);
    expect(wrong('following', following)).toEqual([]);
  });

  it.each<[PackFamily, object, string]>([
    ['evaluation', { ...evaluation, grades: { excellent: [{ rule: 'luck' }] } }, 'grades.excellent.0.rule'],
    ['evaluation', { ...evaluation, grades: { best: [score] } }, 'grades.best'],
    [
      'evaluation',
      { ...evaluation, grades: { excellent: [{ ...score, atLeast: '90' }] } },
      'grades.excellent.0.atLeast',
    ],
    ['evaluation', { ...evaluation, grades: { good: [{ rule: 'tasks-late' }] } }, 'grades.good.0.atMostPercent'],
    ['evaluation', { ...evaluation, excellentCap: { ...cap, rounding: 'somehow' } }, 'excellentCap.rounding'],
    ['evaluation', { ...evaluation, excellentCap: { ...cap, of: ['best'] } }, 'excellentCap.of'],
    ['evaluation', { grades: {} }, 'usesScores'],
    ['meeting-standard', { ...meeting, kinds: ['listening-conference'] }, 'kinds'],
    ['meeting-standard', { ...meeting, rules: [{ rule: 'turnout-above' }] }, 'rules.0.percent'],
    [
      'meeting-standard',
      { ...meeting, warnings: { monthsAbsentInYear: 13, excusedRunning: 3 } },
      'warnings.monthsAbsentInYear',
    ],
    ['issues', { ...issues, noticeWorkingDays: 0 }, 'noticeWorkingDays'],
    ['issues', { ...issues, resolutionWorkingDays: { commune: 'soon' } }, 'resolutionWorkingDays'],
    ['following', { ...following, minimumAttendances: [{ times: 2, per: 'decade' }] }, 'minimumAttendances.0.per'],
    ['following', { ...following, cadres: 1 }, 'cadres'],
  ])('%s: %j is refused for %s', (family, rules, field) => {
    expect(wrong(family, rules)).toContain(field);
  });

  it('a rule for a level goes before the rule for all', () => {
    const any = { cadreLevel: null, times: 1 };
    const province = { cadreLevel: 'province', times: 2 };
    expect(ofLevel([any, province], 'province')).toBe(province);
    expect(ofLevel([any, province], 'district')).toBe(any);
    expect(ofLevel([province], 'district')).toBeUndefined();
  });
});
