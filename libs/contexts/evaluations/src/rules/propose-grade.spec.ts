import { shippedPacks } from '#contexts/rule-packs/contracts';
import { addDays } from '#kernel';
import type { ForcingCase, SelfAssessment } from '../evaluation/vocabulary.js';
import { proposeGrade, totalScore } from './propose-grade.js';

const packs = shippedPacks('evaluation');
const pack = (name: string) => packs.find((each) => each.name === name)!;
const best: SelfAssessment = {
  commonScore: 28,
  taskScore: 64,
  tasks: { assigned: 10, done: 10, late: 0, aboveRequirement: 3, evidence: 'Báo cáo 12/BC' },
  conditions: [
    { condition: 'tasks-of-good-quality', met: true, evidence: 'Báo cáo 12/BC' },
    { condition: 'nobody-disciplined', met: true, evidence: 'Không có quyết định kỷ luật' },
    { condition: 'shortcomings-mended', met: true, evidence: 'Biên bản 3/BB' },
  ],
  grade: 'excellent',
};
const tasks = best.tasks!;
const forcing: ForcingCase = { description: 'Mất đoàn kết nội bộ', evidence: 'Kết luận 7-KL/UBKT', exception: null };

const propose = (over: Partial<SelfAssessment>) => proposeGrade(pack('366'), { ...best, ...over }, [])!.proposal;
const notKept = (over: Partial<SelfAssessment>) =>
  proposeGrade(pack('366'), { ...best, ...over }, [])!
    .rules.filter(({ grade, outcome }) => grade === 'excellent' && outcome !== 'satisfied')
    .map(({ rule, outcome }) => [rule, outcome]);

describe('pack 366', () => {
  it.each([
    [90, 'excellent'],
    [89.99, 'good'],
    [70, 'good'],
    [69.99, 'completed'],
    [50, 'completed'],
    [49.99, 'failed'],
    [0, 'failed'],
  ] as const)('proposes for %d points, all conditions met: %s', (score, grade) => {
    const commonScore = Math.min(30, score);
    const taskScore = Math.round(100 * (score - commonScore)) / 100;
    expect(propose({ commonScore, taskScore })).toBe(grade);
  });

  it('adds points as hundredths, so that the sum has two decimals too', () => {
    expect(totalScore(0.1, 0.2)).toBe(0.3);
    expect(propose({ commonScore: 29.9, taskScore: 60.1 })).toBe('excellent');
  });

  it('leaves a gap: 95 points with a condition broken fit no grade, and the reason is told', () => {
    const over = { taskScore: 67, tasks: { ...tasks, aboveRequirement: 2 } };
    expect(propose(over)).toBeNull();
    expect(notKept(over)).toEqual([['tasks-above-requirement', 'not-satisfied']]);
    expect(propose({ ...over, taskScore: 62 })).toBeNull();
  });

  it.each([
    ['all-tasks-done', { tasks: { ...tasks, done: 9 } }],
    ['all-tasks-on-time', { tasks: { ...tasks, late: 1 } }],
    ['tasks-above-requirement', { tasks: { ...tasks, aboveRequirement: 2 } }],
    [
      'nobody-disciplined',
      { conditions: best.conditions.map((each) => ({ ...each, met: each.condition !== 'nobody-disciplined' })) },
    ],
  ] as const)('asks for %s before it proposes excellent', (rule, over) => {
    expect(propose(over)).toBeNull();
    expect(notKept(over)).toContainEqual([rule, 'not-satisfied']);
  });

  it('asks of good that all tasks are done on time', () => {
    expect(propose({ taskScore: 50, conditions: [] })).toBe('good');
    expect(propose({ taskScore: 50, tasks: { ...tasks, late: 1 } })).toBeNull();
  });

  it('allows completed 20 % of the tasks late, and no more', () => {
    const points = { commonScore: 20, taskScore: 40 };
    expect(propose({ ...points, tasks: { ...tasks, late: 2 } })).toBe('completed');
    expect(propose({ ...points, tasks: { ...tasks, late: 3 } })).toBeNull();
  });

  it('is fair at the edge whatever the number of tasks: 3 of 10 is 30 %, 2 of 7 is not', () => {
    expect(propose({ tasks: { ...tasks, assigned: 7, done: 7, aboveRequirement: 2 } })).toBeNull();
    expect(propose({ tasks: { ...tasks, assigned: 7, done: 7, aboveRequirement: 3 } })).toBe('excellent');
  });

  it('calls unknown what was not stated, and proposes nothing', () => {
    const silent = { conditions: best.conditions.slice(0, 1), tasks: null };
    expect(propose(silent)).toBeNull();
    expect(notKept(silent)).toEqual([
      ['all-tasks-done', 'unknown'],
      ['all-tasks-on-time', 'unknown'],
      ['tasks-above-requirement', 'unknown'],
      ['nobody-disciplined', 'unknown'],
      ['shortcomings-mended', 'unknown'],
    ]);
    expect(notKept({ tasks: { ...tasks, assigned: 0, done: 0, aboveRequirement: 0 } })).toContainEqual([
      'all-tasks-done',
      'unknown',
    ]);
  });

  it('proposes nothing about a unit that said nothing of itself', () => {
    const judgement = proposeGrade(pack('366'), null, [])!;
    expect(judgement.proposal).toBeNull();
    expect(new Set(judgement.rules.map(({ outcome }) => outcome))).toEqual(new Set(['unknown']));
  });

  it('is forced to failed by a forcing case, whatever the points, unless an exception is recorded', () => {
    expect(proposeGrade(pack('366'), best, [forcing])).toEqual({
      pack: '366',
      packVersion: 1,
      proposal: 'failed',
      rules: [{ grade: 'failed', rule: 'forcing-case', outcome: 'satisfied', figure: null, isConfirmed: true }],
    });
    expect(proposeGrade(pack('366'), null, [forcing])!.proposal).toBe('failed');
    const excepted = proposeGrade(pack('366'), best, [{ ...forcing, exception: 'self-detected-and-remedied' }])!;
    expect(excepted.proposal).toBe('excellent');
    expect(excepted.rules[0]).toMatchObject({ rule: 'forcing-case', outcome: 'not-satisfied' });
  });
});

describe('older packs', () => {
  it('124 proposes by points alone, each of them marked as unconfirmed', () => {
    const judgement = proposeGrade(pack('124'), { ...best, tasks: null, conditions: [] }, [])!;
    expect(judgement.proposal).toBe('excellent');
    expect(judgement.rules.every(({ isConfirmed }) => !isConfirmed)).toBe(true);
  });

  it('132 proposes nothing: what it asks for was not found', () => {
    expect(proposeGrade(pack('132'), best, [])).toEqual({ pack: '132', packVersion: 1, proposal: null, rules: [] });
  });

  it('without a pack there is nothing to say', () => {
    expect(proposeGrade(undefined, best, [])).toBeNull();
  });

  it('leave no day to two packs, and no day between them', () => {
    const inOrder = [...packs].sort((a, b) => a.validFrom.localeCompare(b.validFrom));
    for (const [index, { validTo }] of inOrder.entries()) {
      const next = inOrder[index + 1];
      expect(next?.validFrom).toBe(validTo === null ? undefined : addDays(validTo, 1));
    }
  });
});
