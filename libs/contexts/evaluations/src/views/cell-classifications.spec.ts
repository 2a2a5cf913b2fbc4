import { shippedPacks } from '#contexts/rule-packs/contracts';
import { derivedId, type DecisionRef, type DomainEvent } from '#kernel';
import { project } from '#projections';
import { recorded } from '#testing';
import {
  classificationDecided,
  classificationRevised,
  evaluationId,
  evaluationReviewed,
  selfAssessed,
} from '../evaluation/evaluation.js';
import type { Grade } from '../evaluation/vocabulary.js';
import { proposeGrade } from '../rules/propose-grade.js';
import { cellClassifications } from './cell-classifications.js';

const unitId = derivedId('spec', 'chi bộ ấp 3');
const period = '2023';
const assessment = { commonScore: 29.9, taskScore: 60.1, tasks: null, conditions: [], grade: 'excellent' } as const;
const judgement = proposeGrade(
  shippedPacks('evaluation').find(({ name }) => name === '124'),
  assessment,
  [],
)!;
const id = { evaluationId: evaluationId(unitId, period), unitId, period };
const assessed = selfAssessed({ ...id, assessment, judgement });
const decided = classificationDecided({ ...id, grade: 'good', assessment, forcingCases: [], judgement });
const revised = classificationRevised({ ...id, grade: 'completed', previousGrade: 'good', cause: 'complaint' });
const first: DecisionRef = { number: '15-QĐ/ĐU', date: '2023-12-20', issuer: 'Đảng ủy xã An Hiệp' };
const second: DecisionRef = { number: '3-QĐ/ĐU', date: '2024-02-20', issuer: 'Đảng ủy xã An Hiệp' };

const stated = {
  ...id,
  campaignId: null,
  status: 'self-assessed',
  assessment,
  periodBegins: '2023-01-01',
  periodEnds: '2023-12-31',
  selfGrade: 'excellent',
  commonScore: 29.9,
  taskScore: 60.1,
  score: 90,
  reviewedGrade: null,
  reviewedByUnitId: null,
  reviewedCommonScore: null,
  reviewedTaskScore: null,
  reviewedTasks: null,
  reviewedConditions: null,
  reviewOpinion: null,
  forcingCases: null,
  pack: '124',
  packVersion: 1,
  proposal: 'excellent',
  proposalRules: judgement.rules,
  grade: null,
  decidedGrade: null,
  decidedByUnitId: null,
  decisionNumber: null,
  decisionDate: null,
  decisionIssuer: null,
  reason: null,
  previousGrade: null,
  revisionCause: null,
  revisionEvidence: null,
};
const afterDecision = {
  ...stated,
  status: 'decided',
  forcingCases: [],
  grade: 'good',
  decidedGrade: 'good',
  decisionNumber: '15-QĐ/ĐU',
  decisionDate: '2023-12-20',
  decisionIssuer: 'Đảng ủy xã An Hiệp',
  reason: 'Thẩm định thấp hơn tự chấm',
};

const atDecision = (event: DomainEvent) => recorded([event], { decision: first, reason: 'Thẩm định thấp hơn tự chấm' });
const atRevision = (event: DomainEvent) => recorded([event], { decision: second, reason: 'Khiếu nại đúng' });

describe('cell_classifications', () => {
  it('shows what the unit says of itself and what the rules propose', () => {
    expect(project(cellClassifications, recorded([assessed]))).toEqual([stated]);
  });

  it('keeps the last of several self-assessments', () => {
    const again = selfAssessed({ ...id, assessment: { ...assessment, grade: 'good' }, judgement });
    expect(project(cellClassifications, recorded([assessed, again]))).toEqual([
      { ...stated, assessment: again.data.assessment, selfGrade: 'good' },
    ]);
  });

  it('shows the decision beside the proposal', () => {
    expect(project(cellClassifications, [...recorded([assessed]), ...atDecision(decided)])).toEqual([afterDecision]);
  });

  it('shows a decision about a unit that said nothing of itself', () => {
    const silent = classificationDecided({ ...decided.data, assessment: null, judgement: null });
    const nothing = {
      assessment: null,
      packVersion: null,
      selfGrade: null,
      commonScore: null,
      taskScore: null,
      score: null,
    };
    expect(project(cellClassifications, atDecision(silent))).toEqual([
      { ...afterDecision, ...nothing, pack: null, proposal: null, proposalRules: null },
    ]);
  });

  it('shows the revised grade, the one before it, and the one first decided', () => {
    const events = [...recorded([assessed]), ...atDecision(decided), ...atRevision(revised)];
    expect(project(cellClassifications, events)).toEqual([
      {
        ...afterDecision,
        grade: 'completed',
        decisionNumber: '3-QĐ/ĐU',
        decisionDate: '2024-02-20',
        reason: 'Khiếu nại đúng',
        previousGrade: 'good',
        revisionCause: 'complaint',
      },
    ]);
  });

  it('shows the review and what the rules say of the points as reviewed; a new statement clears it', () => {
    const review = {
      ...{ reviewedByUnitId: unitId, grade: 'good' as const, commonScore: 25, taskScore: 50.5, opinion: 'Đạt' },
      forcingCases: [{ description: 'Mất đoàn kết', evidence: '7-KL/UBKT', exception: null }],
    };
    const forced = { pack: '124', packVersion: 1, proposal: 'failed' as const, rules: [] };
    const reviewed = evaluationReviewed({ ...id, review, judgement: forced });
    const afterReview = {
      ...{ ...stated, status: 'reviewed', proposal: 'failed', proposalRules: [], forcingCases: review.forcingCases },
      ...{
        reviewedGrade: 'good',
        reviewedByUnitId: unitId,
        reviewedCommonScore: 25,
        reviewedTaskScore: 50.5,
        reviewOpinion: 'Đạt',
      },
    };
    expect(project(cellClassifications, recorded([assessed, reviewed]))).toEqual([afterReview]);
    expect(project(cellClassifications, recorded([assessed, reviewed, assessed]))).toEqual([stated]);
    const final = classificationDecided({ ...decided.data, reviewedGrade: 'good', decidedByUnitId: unitId });
    expect(project(cellClassifications, [...recorded([assessed, reviewed]), ...atDecision(final)])).toEqual([
      {
        ...afterReview,
        ...afterDecision,
        ...{ reviewedGrade: 'good', reviewedByUnitId: unitId, reviewedCommonScore: 25, reviewedTaskScore: 50.5 },
        reviewOpinion: 'Đạt',
        decidedByUnitId: unitId,
      },
    ]);
  });

  it('is the same for units in any order', () => {
    const one = [...recorded([assessed]), ...atDecision(decided), ...atRevision(revised)];
    const otherId = { ...id, unitId: derivedId('spec', 'chi bộ ấp 4') };
    const other = recorded([selfAssessed({ ...assessed.data, ...otherId })], {}, 'evaluation-2');
    const rows = project(cellClassifications, [...one, ...other]);
    expect(rows).toHaveLength(2);
    expect(project(cellClassifications, [...other, ...one])).toEqual(rows);
    expect(project(cellClassifications, [one[0]!, ...other, one[1]!, one[2]!])).toEqual(rows);
  });

  it('has the grades of the 129 cells of Ba Tri in 2018: 34, 91, 4, 0', () => {
    const counts: readonly [Grade, number][] = [
      ['excellent', 34],
      ['good', 91],
      ['completed', 4],
      ['failed', 0],
    ];
    const graded = counts.flatMap(([grade, count]) => Array.from({ length: count }, () => grade));
    const events = graded.flatMap((grade, index) => {
      const cell = derivedId('spec', 'Ba Tri', index);
      const of = { evaluationId: evaluationId(cell, '2018'), unitId: cell, period: '2018' };
      const rules = proposeGrade(
        shippedPacks('evaluation').find(({ name }) => name === '132'),
        null,
        [],
      );
      const event = classificationDecided({ ...of, grade, assessment: null, forcingCases: [], judgement: rules });
      return recorded([event], { decision: first }, `evaluation-${of.evaluationId}`);
    });
    const rows = project(cellClassifications, events);
    expect(rows).toHaveLength(129);
    expect(counts.map(([grade]) => rows.filter((row) => row.grade === grade).length)).toEqual([34, 91, 4, 0]);
    expect(new Set(rows.map(({ pack, proposal }) => `${pack} ${proposal}`))).toEqual(new Set(['132 null']));
  });
});
