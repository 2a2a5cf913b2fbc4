import { readRules, shippedPacks, type PackFamily } from './families.js';
import { laxerThan } from './laxer.js';

const header = { name: 'của tỉnh', version: 1, validFrom: '2024-01-01', validTo: null, legalBasis: 'spec' } as const;

/** What a pack asks for less than another of its family, both as sent. */
function laxer(family: PackFamily, own: object, above: object, unconfirmed: readonly string[] = []) {
  const superior = { ...header, jurisdiction: 'country' as const, unconfirmed, ...readRules(family, above) };
  const found = laxerThan(family, readRules(family, own), superior as never);
  return found.map(({ field, asked, given }) => [field, asked, given]);
}

describe('laxer deadlines of issues', () => {
  const above = { noticeWorkingDays: 10, resolutionWorkingDays: { commune: 15, province: 30 } };

  it('as many days or fewer are not', () => {
    expect(laxer('issues', above, above)).toEqual([]);
    expect(laxer('issues', { noticeWorkingDays: 5, resolutionWorkingDays: { cell: 15 } }, above)).toEqual([]);
  });

  it('a level that is left out has the longest of its pack', () => {
    const own = { noticeWorkingDays: 10, resolutionWorkingDays: { commune: 15, cell: 31 } };
    expect(laxer('issues', own, above)).toEqual([
      ['resolutionWorkingDays.cell', 30, 31],
      ['resolutionWorkingDays.province', 30, 31],
    ]);
  });

  it('to wait longer, or for ever, before the superior has it', () => {
    const escalating = { ...above, escalateOverdueWorkingDays: 3 };
    expect(laxer('issues', above, escalating)).toEqual([['escalateOverdueWorkingDays', 3, null]]);
    expect(laxer('issues', { ...escalating, escalateOverdueWorkingDays: 2 }, escalating)).toEqual([]);
    expect(laxer('issues', escalating, above)).toEqual([]);
  });

  it('nothing binds that the superior itself marks as not confirmed', () => {
    const own = { noticeWorkingDays: 11, resolutionWorkingDays: { commune: 99 } };
    expect(laxer('issues', own, above, ['resolutionWorkingDays: local'])).toEqual([['noticeWorkingDays', 10, 11]]);
    expect(laxer('issues', own, above, ['resolutionWorkingDays', 'noticeWorkingDays, nothing else: x'])).toEqual([]);
  });
});

describe('laxer rules for following', () => {
  const above = {
    minimumAttendances: [{ times: 6, per: 'year' }],
    reportPeriods: [{ per: 'quarter', dueDays: 10 }],
    ...{ maxUnits: 2, severalCadresPerUnit: false, mayFollowOwnCell: false },
  };

  it('the same, or more often, earlier and fewer, is not', () => {
    expect(laxer('following', above, above)).toEqual([]);
    const monthly = { ...above, minimumAttendances: [{ times: 1, per: 'month' }], maxUnits: 1 };
    expect(laxer('following', monthly, above)).toEqual([]);
  });

  it('fewer attendances of one level, later or no reports, more units, what is forbidden', () => {
    const own = {
      minimumAttendances: [
        { times: 1, per: 'month' },
        { cadreLevel: 'province', times: 2, per: 'year' },
      ],
      reportPeriods: [{ per: 'month', dueDays: 5 }],
      mayFollowOwnCell: true,
    };
    expect(laxer('following', own, above)).toEqual([
      ['reportPeriods.all.quarter', 10, null],
      ['minimumAttendances.province', 6, 2],
      ['reportPeriods.province.quarter', 10, null],
      ['maxUnits', 2, null],
      ['severalCadresPerUnit', false, null],
      ['mayFollowOwnCell', false, true],
    ]);
  });

  it('own cells are free where the superior says nothing of them', () => {
    const silent = { minimumAttendances: [], reportPeriods: [] };
    expect(laxer('following', { ...silent, mayFollowOwnCell: true, severalCadresPerUnit: true }, silent)).toEqual([]);
  });
});

describe('a laxer standard of meetings', () => {
  const above = {
    kinds: ['regular', 'thematic'],
    rules: [
      { rule: 'turnout-above', percent: 85 },
      { rule: 'lasts-at-least', minutes: 90 },
      { rule: 'none-excused-running', moreThan: 3 },
      { rule: 'minutes-complete' },
    ],
    scoreSheet: {
      ...{ outOf: 100, failedGateAtMost: 'fair', bands: [{ grade: 'good', from: 90 }] },
      gates: [{ gate: 'turnout', percent: 85 }, { gate: 'speakers' }],
    },
    warnings: { monthsAbsentInYear: 3, excusedRunning: 3 },
  };

  it('the same on a sheet of other points is not', () => {
    const sheet = { ...above.scoreSheet, outOf: 10, bands: [{ grade: 'good', from: 9 }] };
    expect(laxer('meeting-standard', { ...above, scoreSheet: sheet }, above)).toEqual([]);
  });

  it('every rule, kind, gate, band and warning that is missing or weaker', () => {
    const own = {
      kinds: ['regular'],
      rules: [
        { rule: 'turnout-above', percent: 80 },
        { rule: 'lasts-at-least', minutes: 60 },
        { rule: 'none-excused-running', moreThan: 4 },
      ],
      scoreSheet: {
        ...{ outOf: 100, failedGateAtMost: 'good', bands: [{ grade: 'good', from: 80 }] },
        gates: [{ gate: 'turnout', percent: 50 }],
      },
      warnings: { monthsAbsentInYear: 4, excusedRunning: 3 },
    };
    expect(laxer('meeting-standard', own, above)).toEqual([
      ['kinds', 'thematic', null],
      ['rules.turnout-above', 85, 80],
      ['rules.lasts-at-least', 90, 60],
      ['rules.none-excused-running', 3, 4],
      ['rules.minutes-complete', true, null],
      ['scoreSheet.bands.good', 90, 80],
      ['scoreSheet.gates.turnout', 85, 50],
      ['scoreSheet.gates.speakers', true, null],
      ['scoreSheet.failedGateAtMost', 'fair', 'good'],
      ['warnings.monthsAbsentInYear', 3, 4],
    ]);
    const bare = { kinds: above.kinds, rules: above.rules };
    expect(laxer('meeting-standard', bare, above).map(([field]) => field)).toEqual([
      'scoreSheet',
      'warnings.monthsAbsentInYear',
      'warnings.excusedRunning',
    ]);
    expect(laxer('meeting-standard', above, bare)).toEqual([]);
  });
});

describe('a laxer evaluation', () => {
  const pack366 = shippedPacks('evaluation').find(({ name }) => name === '366')!;
  const above = {
    usesScores: true,
    grades: Object.fromEntries(Object.entries(pack366.grades).map(([grade, rules]) => [grade, [...rules!]])),
    excellentCap: { percent: 20, of: ['good'], rounding: 'down' },
  };

  it('as much, or more, is not: a higher score, no late task at all, a smaller share', () => {
    expect(laxer('evaluation', above, above)).toEqual([]);
    const own = {
      ...above,
      grades: {
        ...above.grades,
        excellent: [...above.grades['excellent']!.slice(1), { rule: 'score', atLeast: 92 }],
        completed: [{ rule: 'score', atLeast: 55 }, { rule: 'all-tasks-done' }, { rule: 'all-tasks-on-time' }],
        failed: [{ rule: 'score', below: 55 }],
      },
      excellentCap: { percent: 15, of: ['good'], rounding: 'up' },
    };
    expect(laxer('evaluation', own, above)).toEqual([]);
  });

  it('a lower score, a condition left out, a later failure, a larger or no cap', () => {
    const own = {
      usesScores: false,
      grades: {
        excellent: [
          { rule: 'score', atLeast: 85 },
          { rule: 'tasks-above-requirement', atLeastPercent: 20 },
          ...['all-tasks-done', 'all-tasks-on-time', 'tasks-of-good-quality', 'shortcomings-mended'].map((rule) => ({
            rule,
          })),
        ],
        good: above.grades['good'],
        completed: [
          { rule: 'score', atLeast: 50 },
          { rule: 'all-tasks-done' },
          { rule: 'tasks-late', atMostPercent: 30 },
        ],
        failed: [
          { rule: 'score', below: 40 },
          { rule: 'tasks-late', atMostPercent: 50 },
        ],
      },
      excellentCap: { percent: 25, of: ['excellent', 'good'], rounding: 'down' },
    };
    expect(laxer('evaluation', own, above)).toEqual([
      ['grades.excellent.score', 90, 85],
      ['grades.excellent.tasks-above-requirement', 30, 20],
      ['grades.excellent.nobody-disciplined', true, null],
      ['grades.completed.tasks-late', 20, 30],
      ['grades.failed.score', 50, 40],
      ['grades.failed.tasks-late', null, true],
      ['usesScores', true, false],
      ['excellentCap.percent', 20, 25],
      ['excellentCap.of', ['good'], ['excellent', 'good']],
    ]);
    expect(laxer('evaluation', { ...above, excellentCap: undefined }, above)).toEqual([
      ['excellentCap.percent', 20, null],
    ]);
  });

  it('scores of the pack 124 are not confirmed and bind no province; its cap does', () => {
    const pack124 = shippedPacks('evaluation').find(({ name }) => name === '124')!;
    const own = (percent: number) =>
      readRules('evaluation', {
        ...{ usesScores: true, grades: { excellent: [{ rule: 'score', atLeast: 80 }] } },
        excellentCap: { percent, of: ['good'], rounding: 'nearest' },
      });
    expect(laxerThan('evaluation', own(20), pack124)).toEqual([]);
    expect(laxerThan('evaluation', own(30), pack124)).toMatchObject([{ field: 'excellentCap.percent' }]);
  });
});
