import { readRules, shippedPacks } from '#contexts/rule-packs/contracts';
import { evaluationPreview } from './evaluation-preview.js';

const assessment = {
  commonScore: 28,
  taskScore: 64,
  tasks: { assigned: 10, done: 10, late: 0, aboveRequirement: 3, evidence: 'Báo cáo 12/BC' },
  conditions: [],
  grade: 'excellent',
};
const fact = {
  ...{ assessment, reviewedCommonScore: null, reviewedTaskScore: null, forcingCases: null },
  ...{ reviewedTasks: null, reviewedConditions: null },
  ...{ recorded: 'excellent', decided: 'good' },
};
const draft = readRules('evaluation', {
  usesScores: true,
  grades: { excellent: [{ rule: 'score', atLeast: 95 }], good: [{ rule: 'score', atLeast: 70, below: 95 }] },
});

describe('what a draft would have said', () => {
  it('stands beside what was proposed then and what was decided, with its reasons', () => {
    expect(evaluationPreview.judge(fact, draft)).toEqual({
      ...{ recorded: 'excellent', decided: 'good', proposed: 'good' },
      reasons: [{ grade: 'excellent', rule: 'score', outcome: 'not-satisfied', figure: 92, isConfirmed: true }],
    });
  });

  it('is about the points, tasks and conditions as reviewed, and the forcing cases', () => {
    expect(evaluationPreview.judge({ ...fact, reviewedTaskScore: 30 }, draft)).toMatchObject({ proposed: null });
    const reviewedTasks = { ...assessment.tasks, late: 5 };
    const strict = readRules('evaluation', {
      usesScores: true,
      grades: { good: [{ rule: 'tasks-late', atMostPercent: 20 }, { rule: 'nobody-disciplined' }] },
    });
    const found = [{ condition: 'nobody-disciplined', met: true, evidence: 'Không có quyết định kỷ luật' }];
    expect(evaluationPreview.judge({ ...fact, reviewedConditions: found }, strict)).toMatchObject({ proposed: 'good' });
    expect(evaluationPreview.judge({ ...fact, reviewedConditions: found, reviewedTasks }, strict)).toMatchObject({
      proposed: null,
    });
    const forcingCases = [{ description: 'Mất đoàn kết', evidence: '7-KL/UBKT', exception: null }];
    expect(evaluationPreview.judge({ ...fact, forcingCases }, draft)).toMatchObject({ proposed: 'failed' });
  });

  it('the pack of the day says again what it had said', () => {
    const pack = shippedPacks('evaluation').find(({ name }) => name === '124')!;
    expect(evaluationPreview.judge(fact, pack)).toMatchObject({ recorded: 'excellent', proposed: 'excellent' });
  });
});
