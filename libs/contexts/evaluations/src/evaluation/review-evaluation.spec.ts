import { unitRecord } from '#contexts/org-units/contracts';
import { shippedPacks } from '#contexts/rule-packs/contracts';
import { derivedId } from '#kernel';
import { given, someActor } from '#testing';
import { campaign, campaignId } from '../campaign/campaign.js';
import { proposeGrade } from '../rules/propose-grade.js';
import { classificationDecided, evaluationId, evaluationReviewed, selfAssessed } from './evaluation.js';
import { reviewEvaluation } from './review-evaluation.js';
import type { Review } from './vocabulary.js';

const unitId = derivedId('spec', 'chi bộ ấp 3');
const superiorId = derivedId('spec', 'Đảng ủy xã An Hiệp');
const advisingId = derivedId('spec', 'Ban Xây dựng Đảng');
const period = '2023';
const pack = shippedPacks('evaluation').find(({ name }) => name === '124');
const facts = {
  unit: { ...unitRecord.initialState, status: 'open' as const, openedOn: '2016-01-01', parentId: superiorId },
  superiorId,
  campaignId: undefined,
  campaign: campaign.initialState,
  pack,
};
const context = { facts, actor: { ...someActor, unitId: superiorId } };
const id = { evaluationId: evaluationId(unitId, period), unitId, period };
const assessment = { commonScore: 29, taskScore: 63, tasks: null, conditions: [], grade: 'excellent' } as const;
const assessed = selfAssessed({ ...id, assessment, judgement: null });
const body = { unitId, period, grade: 'good', taskScore: 55, opinion: 'Hai chỉ tiêu chưa đạt' } as const;
const review: Review = {
  reviewedByUnitId: superiorId,
  grade: 'good',
  commonScore: null,
  taskScore: 55,
  forcingCases: [],
  opinion: 'Hai chỉ tiêu chưa đạt',
};
const judgement = proposeGrade(pack, { ...assessment, taskScore: 55 }, []);
const reviewed = evaluationReviewed({ ...id, review, judgement });

describe('review-evaluation', () => {
  it('records what the advising body proposes, and what the rules say of the points as it counts them', () => {
    expect(judgement!.proposal).toBe('good');
    given(reviewEvaluation, [assessed], context).when(body).then([reviewed]);
  });

  it('names the advising body, and the campaign', () => {
    const open = { ...campaign.initialState, status: 'open' as const, groups: [{ name: 'Ấp', unitIds: [unitId] }] };
    given(reviewEvaluation, [assessed], {
      ...context,
      facts: { ...facts, campaign: open, campaignId: campaignId(superiorId, period) },
    })
      .when({ ...body, reviewedByUnitId: advisingId })
      .then([
        evaluationReviewed({
          ...{ ...id, review: { ...review, reviewedByUnitId: advisingId }, judgement },
          campaignId: campaignId(superiorId, period),
        }),
      ]);
  });

  it('finds forcing cases', () => {
    const found = { description: 'Mất đoàn kết nội bộ', evidence: 'Kết luận 7-KL/UBKT' };
    const forcingCases = [{ ...found, exception: null }];
    given(reviewEvaluation, [assessed], context)
      .when({ ...body, grade: 'failed', forcingCases: [found] })
      .then([
        evaluationReviewed({
          ...{ ...id, review: { ...review, grade: 'failed', forcingCases } },
          judgement: proposeGrade(pack, assessment, forcingCases),
        }),
      ]);
  });

  it('may be done again until the decision; the same again changes nothing', () => {
    given(reviewEvaluation, [assessed, reviewed], context).when(body).then([]);
    given(reviewEvaluation, [assessed, reviewed], context)
      .when({ ...body, opinion: 'Xem lại' })
      .then([evaluationReviewed({ ...id, review: { ...review, opinion: 'Xem lại' }, judgement })]);
    const decided = classificationDecided({ ...id, grade: 'good', assessment, forcingCases: [], judgement });
    given(reviewEvaluation, [assessed, reviewed, decided], context)
      .when(body)
      .thenRefused('evaluation.already-decided');
  });

  it('comes after the self-assessment', () => {
    given(reviewEvaluation, [], context).when(body).thenRefused('evaluation.not-self-assessed', { unitId, period });
  });

  it('is never by the unit itself', () => {
    given(reviewEvaluation, [assessed], { facts, actor: { ...someActor, unitId } })
      .when({ ...body, reviewedByUnitId: advisingId })
      .thenRefused('evaluation.reviewed-by-superior');
    given(reviewEvaluation, [assessed], context)
      .when({ ...body, reviewedByUnitId: unitId })
      .thenRefused('evaluation.reviewed-by-superior');
  });

  it('refuses a unit outside the campaign, and an unknown one', () => {
    const open = { ...campaign.initialState, status: 'open' as const };
    given(reviewEvaluation, [assessed], { ...context, facts: { ...facts, campaign: open } })
      .when(body)
      .thenRefused('campaign.unit-not-in-it');
    given(reviewEvaluation, [assessed], { ...context, facts: { ...facts, unit: unitRecord.initialState } })
      .when(body)
      .thenRefused('unit.unknown');
  });
});
