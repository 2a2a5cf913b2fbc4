import { unitRecord } from '#contexts/org-units/contracts';
import { derivedId } from '#kernel';
import { given, someActor } from '#testing';
import { packFor, proposeGrade } from '../rule-packs/propose-grade.js';
import { decideClassification } from './decide-classification.js';
import { classificationDecided, evaluationId, selfAssessed } from './evaluation.js';

const unitId = derivedId('spec', 'chi bộ ấp 3');
const period = '2023';
const id = { evaluationId: evaluationId(unitId, period), unitId, period };
const facts = { unit: { ...unitRecord.initialState, status: 'open' as const, openedOn: '2016-01-01' } };
const assessment = { commonScore: 25, taskScore: 50, tasks: null, conditions: [], grade: 'excellent' } as const;
const proposed = proposeGrade(packFor('2023-12-31'), assessment, []);
const assessed = selfAssessed({ ...id, assessment, judgement: proposed });
const decision = { number: '15-QĐ/ĐU', date: '2023-12-20', issuer: 'Đảng ủy xã An Hiệp' };
const body = { unitId, period, grade: 'good', decision } as const;
const decided = classificationDecided({ ...id, grade: 'good', assessment, forcingCases: [], judgement: proposed });

describe('decide-classification', () => {
  it('records the decision beside the proposal of the rule pack', () => {
    expect(proposed).toMatchObject({ pack: '124', proposal: 'good' });
    given(decideClassification, [assessed], { facts }).when(body).then([decided]);
  });

  it('asks for a reason when the decision is not the proposal', () => {
    given(decideClassification, [assessed], { facts })
      .when({ ...body, grade: 'completed' })
      .thenRefused('evaluation.reason-required', { proposal: 'good', grade: 'completed' });
    given(decideClassification, [assessed], { facts })
      .when({ ...body, grade: 'completed', reason: 'Còn khiếu nại chưa giải quyết' })
      .then([classificationDecided({ ...decided.data, grade: 'completed' })]);
  });

  it('classifies a unit that said nothing of itself: no proposal, no reason needed', () => {
    given(decideClassification, [], { facts })
      .when(body)
      .then([
        classificationDecided({
          ...decided.data,
          assessment: null,
          judgement: proposeGrade(packFor('2023-12-31'), null, []),
        }),
      ]);
  });

  it('records forcing cases; any other grade than failed then needs a reason', () => {
    const found = { description: 'Mất đoàn kết nội bộ', evidence: 'Kết luận 7-KL/UBKT' };
    const forcingCases = [{ ...found, exception: null }];
    const judgement = proposeGrade(packFor('2023-12-31'), assessment, forcingCases);
    given(decideClassification, [assessed], { facts })
      .when({ ...body, grade: 'failed', forcingCases: [found] })
      .then([classificationDecided({ ...decided.data, grade: 'failed', forcingCases, judgement })]);
    given(decideClassification, [assessed], { facts })
      .when({ ...body, forcingCases: [found] })
      .thenRefused('evaluation.reason-required', { proposal: 'failed' });
    given(decideClassification, [assessed], { facts })
      .when({ ...body, forcingCases: [{ ...found, exception: 'force-majeure' }] })
      .then([
        classificationDecided({
          ...decided.data,
          forcingCases: [{ ...found, exception: 'force-majeure' }],
          judgement: proposeGrade(packFor('2023-12-31'), assessment, [{ ...found, exception: 'force-majeure' }]),
        }),
      ]);
  });

  it('is for the superior: nobody classifies their own unit', () => {
    given(decideClassification, [assessed], { facts, actor: { ...someActor, unitId } })
      .when(body)
      .thenRefused('evaluation.decided-by-superior', { unitId });
  });

  it('decides once', () => {
    given(decideClassification, [assessed, decided], { facts })
      .when(body)
      .thenRefused('evaluation.already-decided', { grade: 'good' });
  });

  it('refuses a unit that is unknown, and a period to come', () => {
    given(decideClassification, [], { facts: { unit: unitRecord.initialState } })
      .when(body)
      .thenRefused('unit.unknown');
    given(decideClassification, [], { facts })
      .when({ ...body, period: '2025' })
      .thenRefused('evaluation.period-not-begun');
  });
});
