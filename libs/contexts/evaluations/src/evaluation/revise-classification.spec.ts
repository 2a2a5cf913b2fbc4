import { derivedId } from '#kernel';
import { given, someActor } from '#testing';
import { classificationDecided, classificationRevised, evaluationId, selfAssessed } from './evaluation.js';
import { reviseClassification } from './revise-classification.js';

const unitId = derivedId('spec', 'chi bộ ấp 3');
const superiorId = derivedId('spec', 'Đảng ủy xã An Hiệp');
const facts = { superiorId };
const context = { facts, actor: { ...someActor, unitId: superiorId } };
const period = '2023';
const id = { evaluationId: evaluationId(unitId, period), unitId, period };
const assessment = { commonScore: 25, taskScore: 50, tasks: null, conditions: [], grade: 'excellent' } as const;
const assessed = selfAssessed({ ...id, assessment, judgement: null });
const decided = classificationDecided({ ...id, grade: 'good', assessment, forcingCases: [], judgement: null });
const decision = { number: '3-QĐ/ĐU', date: '2024-02-20', issuer: 'Đảng ủy xã An Hiệp' };

describe('revise-classification', () => {
  const revision = {
    unitId,
    period,
    decision,
    grade: 'completed',
    cause: 'complaint',
    reason: 'Khiếu nại đúng',
  } as const;
  const revised = classificationRevised({
    ...id,
    grade: 'completed',
    previousGrade: 'good',
    cause: 'complaint',
    decidedByUnitId: superiorId,
  });

  it('gives another grade and keeps the former', () => {
    given(reviseClassification, [assessed, decided], context).when(revision).then([revised]);
  });

  it('puts right what was entered otherwise than the decision says', () => {
    given(reviseClassification, [assessed, decided], context)
      .when({ ...revision, cause: 'entry-error', reason: 'Nhập nhầm dòng' })
      .then([classificationRevised({ ...revised.data, cause: 'entry-error' })]);
  });

  it('may come again, and starts from the grade that counts', () => {
    given(reviseClassification, [assessed, decided, revised], context)
      .when({ ...revision, grade: 'failed', cause: 'inspection-finding', evidence: 'Kết luận 7-KL/UBKT' })
      .then([
        classificationRevised({
          ...{ ...id, grade: 'failed', previousGrade: 'completed', cause: 'inspection-finding' },
          ...{ decidedByUnitId: superiorId, evidence: 'Kết luận 7-KL/UBKT' },
        }),
      ]);
  });

  it('refuses a grade that stands, a unit not yet classified, and the unit itself', () => {
    given(reviseClassification, [assessed, decided], context)
      .when({ ...revision, grade: 'good' })
      .thenRefused('evaluation.grade-unchanged', { grade: 'good' });
    given(reviseClassification, [assessed], context)
      .when(revision)
      .thenRefused('evaluation.not-decided', { period, status: 'self-assessed' });
    given(reviseClassification, [assessed, decided], { facts, actor: { ...someActor, unitId } })
      .when(revision)
      .thenRefused('evaluation.decided-by-superior');
  });
});
