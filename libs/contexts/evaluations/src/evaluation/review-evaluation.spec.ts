import { unitRecord } from '#contexts/org-units/contracts';
import { shippedPacks } from '#contexts/rule-packs/contracts';
import { derivedId, fold, rootUnitId, type Reader } from '#kernel';
import { given, someActor, today } from '#testing';
import { campaign, campaignId } from '../campaign/campaign.js';
import { proposeGrade } from '../rules/propose-grade.js';
import { classificationDecided, evaluation, evaluationId, evaluationReviewed, selfAssessed } from './evaluation.js';
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
  mayReview: true,
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

  it('corrects the tasks and conditions that the unit stated, and the rules judge what was found', () => {
    const tasks = { assigned: 10, done: 10, late: 0, aboveRequirement: 4, evidence: 'Báo cáo 12-BC/CB' };
    const conditions = (['tasks-of-good-quality', 'nobody-disciplined', 'shortcomings-mended'] as const).map(
      (condition) => ({ condition, met: true, evidence: 'Tự đánh giá' }),
    );
    const stated = { ...assessment, tasks, conditions };
    const now = { ...facts, pack: shippedPacks('evaluation').find(({ name }) => name === '366') };
    expect(proposeGrade(now.pack, stated, [])).toMatchObject({ proposal: 'excellent' });
    const found = { condition: 'nobody-disciplined' as const, met: false, evidence: 'Quyết định 5-QĐ/UBKT' };
    const counted = { ...tasks, late: 1, evidence: 'Kết luận 3-KL/BTC' };
    const judged = proposeGrade(now.pack, { ...stated, tasks: counted, conditions: [found] }, [])!;
    expect(judged.rules).toContainEqual(
      expect.objectContaining({ rule: 'nobody-disciplined', outcome: 'not-satisfied' }),
    );
    const [event] = reviewEvaluation.decide(
      Object.assign(new reviewEvaluation.command(), {
        ...{ unitId, period, grade: 'good', opinion: 'Có đảng viên bị kỷ luật' },
        ...{ tasks: counted, conditions: [found] },
      }),
      fold(evaluation, [selfAssessed({ ...id, assessment: stated, judgement: null })]),
      { facts: now, actor: context.actor, commandId: derivedId('spec', 'command'), today },
    ) as [ReturnType<typeof evaluationReviewed>];
    expect(event.data.review).toMatchObject({ tasks: counted, conditions: [found] });
    const outcomes = Object.fromEntries(
      event.data
        .judgement!.rules.filter(({ grade }) => grade === 'excellent')
        .map(({ rule, outcome }) => [rule, outcome] as const),
    );
    expect(outcomes).toMatchObject({
      'all-tasks-on-time': 'not-satisfied',
      'nobody-disciplined': 'not-satisfied',
      'shortcomings-mended': 'satisfied',
    });
    expect(event.data.judgement!.proposal).toBeNull();
    given(reviewEvaluation, [assessed], context)
      .when({ ...body, tasks: { ...tasks, late: 11 } })
      .thenRefused('request.invalid');
  });

  it('is never by the unit itself', () => {
    given(reviewEvaluation, [assessed], { facts, actor: { ...someActor, unitId } })
      .when({ ...body, reviewedByUnitId: advisingId })
      .thenRefused('evaluation.reviewed-by-superior');
    given(reviewEvaluation, [assessed], { ...context, facts: { ...facts, mayReview: false } })
      .when({ ...body, reviewedByUnitId: advisingId })
      .thenRefused('evaluation.reviewed-by-superior', { unitId, superiorId, reviewedByUnitId: advisingId });
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

describe('who may review', () => {
  const [province, sibling, otherBody] = ['Tỉnh', 'chi bộ ấp 4', 'Ban của xã khác'].map((name) =>
    derivedId('spec', name),
  ) as [string, string, string];
  const other = derivedId('spec', 'Xã khác');
  const standing = (level: string, parentId: string) => ({
    ...{ ...unitRecord.initialState, status: 'open' as const, openedOn: '2016-01-01', level },
    ...{ parentId, aboveId: parentId },
  });
  const records: Readonly<Record<string, unknown>> = {
    [unitId]: standing('cell', superiorId),
    [sibling]: standing('cell', superiorId),
    [advisingId]: standing('department', superiorId),
    [superiorId]: standing('commune', province),
    [other]: standing('commune', province),
    [otherBody]: standing('department', other),
    [province]: standing('province', rootUnitId),
  };
  const read: Reader = {
    state: (of, key) => Promise.resolve((records[key] ?? of.initialState) as typeof of.initialState),
    origin: () => Promise.resolve(undefined),
  };

  it.each([
    ['the superior', superiorId, true],
    ['a department of it', advisingId, true],
    ['a unit above it', province, true],
    ['the root', rootUnitId, true],
    ['the unit itself', unitId, false],
    ['a unit beside it', sibling, false],
    ['another superior', other, false],
    ['a department of another superior', otherBody, false],
    ['nobody knows whom', derivedId('spec', 'nobody'), false],
  ])('%s: %s %s', async (_who, reviewerId, expected) => {
    const envelope = { actor: { ...someActor, unitId: reviewerId } };
    const command = Object.assign(new reviewEvaluation.command(), { ...body, envelope });
    expect((await reviewEvaluation.facts!(command, evaluation.initialState, read)).mayReview).toBe(expected);
    // Named, it acts for itself, so that its units need not lie below it.
    expect(
      reviewEvaluation.unit(Object.assign(command, { reviewedByUnitId: reviewerId }), evaluation.initialState),
    ).toBe(reviewerId);
  });
});
