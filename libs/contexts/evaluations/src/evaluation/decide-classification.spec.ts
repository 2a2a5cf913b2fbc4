import { unitRecord } from '#contexts/org-units/contracts';
import { shippedPacks } from '#contexts/rule-packs/contracts';
import { derivedId, fold, rootUnitId, type Reader } from '#kernel';
import { given, someActor } from '#testing';
import { campaign, campaignId, campaignOpened } from '../campaign/campaign.js';
import { proposeGrade } from '../rules/propose-grade.js';
import { decideClassification } from './decide-classification.js';
import { classificationDecided, evaluation, evaluationId, evaluationReviewed, selfAssessed } from './evaluation.js';

const unitId = derivedId('spec', 'chi bộ ấp 3');
const superiorId = derivedId('spec', 'Đảng ủy xã An Hiệp');
const period = '2023';
const pack = shippedPacks('evaluation').find(({ name }) => name === '124');
const id = { evaluationId: evaluationId(unitId, period), unitId, period };
const facts = {
  unit: { ...unitRecord.initialState, status: 'open' as const, openedOn: '2016-01-01', parentId: superiorId },
  superiorId,
  campaignId: undefined,
  campaign: campaign.initialState,
  pack,
  lower: { isBegun: false, undecided: [] as readonly string[] },
};
const actor = { ...someActor, unitId: superiorId };
const context = { facts, actor };
const assessment = { commonScore: 25, taskScore: 50, tasks: null, conditions: [], grade: 'excellent' } as const;
const proposed = proposeGrade(pack, assessment, []);
const assessed = selfAssessed({ ...id, assessment, judgement: proposed });
const decision = { number: '15-QĐ/ĐU', date: '2023-12-20', issuer: 'Đảng ủy xã An Hiệp' };
const body = { unitId, period, grade: 'good', decision } as const;
const decided = classificationDecided({
  ...{ ...id, grade: 'good', assessment, forcingCases: [], judgement: proposed },
  decidedByUnitId: superiorId,
});
const found = { description: 'Mất đoàn kết nội bộ', evidence: 'Kết luận 7-KL/UBKT' };

describe('decide-classification', () => {
  it('records the decision beside the proposal of the rule pack', () => {
    expect(proposed).toMatchObject({ pack: '124', proposal: 'good' });
    given(decideClassification, [assessed], context).when(body).then([decided]);
  });

  it('asks for a reason when the decision is not the proposal', () => {
    given(decideClassification, [assessed], context)
      .when({ ...body, grade: 'completed' })
      .thenRefused('evaluation.reason-required', { proposal: 'good', grade: 'completed' });
    given(decideClassification, [assessed], context)
      .when({ ...body, grade: 'completed', reason: 'Còn khiếu nại chưa giải quyết' })
      .then([classificationDecided({ ...decided.data, grade: 'completed' })]);
  });

  it('a person decides where no grade fits: 95 points with a condition broken', () => {
    const tasks = { assigned: 10, done: 9, late: 0, aboveRequirement: 3, evidence: 'Báo cáo 12/BC' };
    const gap = { ...assessment, commonScore: 29, taskScore: 66, tasks };
    const now = { ...facts, pack: shippedPacks('evaluation').find(({ name }) => name === '366') };
    const judgement = proposeGrade(now.pack, gap, []);
    expect(judgement!.proposal).toBeNull();
    expect(judgement!.rules).toContainEqual(
      expect.objectContaining({ grade: 'excellent', rule: 'all-tasks-done', outcome: 'not-satisfied' }),
    );
    given(decideClassification, [selfAssessed({ ...id, assessment: gap, judgement })], { facts: now, actor })
      .when(body)
      .then([classificationDecided({ ...decided.data, assessment: gap, judgement })]);
  });

  it('classifies a unit that said nothing of itself: no proposal, no reason needed', () => {
    given(decideClassification, [], context)
      .when(body)
      .then([classificationDecided({ ...decided.data, assessment: null, judgement: proposeGrade(pack, null, []) })]);
  });

  it('records forcing cases; any other grade than failed then needs a reason', () => {
    const forcingCases = [{ ...found, exception: null }];
    const judgement = proposeGrade(pack, assessment, forcingCases);
    given(decideClassification, [assessed], context)
      .when({ ...body, grade: 'failed', forcingCases: [found] })
      .then([classificationDecided({ ...decided.data, grade: 'failed', forcingCases, judgement })]);
    given(decideClassification, [assessed], context)
      .when({ ...body, forcingCases: [found] })
      .thenRefused('evaluation.reason-required', { proposal: 'failed' });
  });

  it.each(['force-majeure', 'self-detected-and-remedied'] as const)(
    'an exception (%s) takes the force from a case, with evidence of its own',
    (exception) => {
      const excepted = { ...found, exception, exceptionEvidence: 'Biên bản 4-BB/CB' };
      given(decideClassification, [assessed], context)
        .when({ ...body, forcingCases: [excepted] })
        .then([
          classificationDecided({
            ...decided.data,
            forcingCases: [excepted],
            judgement: proposeGrade(pack, assessment, [excepted]),
          }),
        ]);
      given(decideClassification, [assessed], context)
        .when({ ...body, forcingCases: [{ ...found, exception }] })
        .thenRefused('request.invalid');
      given(decideClassification, [assessed], context)
        .when({ ...body, forcingCases: [{ ...found, exceptionEvidence: 'Biên bản 4-BB/CB' }] })
        .thenRefused('request.invalid');
    },
  );

  it('decides once', () => {
    given(decideClassification, [assessed, decided], context)
      .when(body)
      .thenRefused('evaluation.already-decided', { grade: 'good' });
  });

  it('refuses a unit that is unknown, and a period to come', () => {
    given(decideClassification, [], { facts: { ...facts, unit: unitRecord.initialState }, actor })
      .when(body)
      .thenRefused('unit.unknown');
    given(decideClassification, [], context)
      .when({ ...body, period: '2025' })
      .thenRefused('evaluation.period-not-begun');
  });
});

describe('who decides', () => {
  it('the immediate superior: not the unit itself, not an office further up', () => {
    for (const at of [unitId, rootUnitId]) {
      given(decideClassification, [assessed], { facts, actor: { ...actor, unitId: at } })
        .when(body)
        .thenRefused('evaluation.decided-by-superior', { unitId });
    }
  });

  it('an admin further up may enter its decision, under its name', () => {
    const admin = { ...actor, role: 'admin', unitId: rootUnitId } as const;
    given(decideClassification, [assessed], { facts, actor: admin })
      .when({ ...body, decidedByUnitId: superiorId })
      .then([decided]);
    given(decideClassification, [assessed], { facts, actor: admin })
      .when({ ...body, decidedByUnitId: rootUnitId })
      .thenRefused('evaluation.not-immediate-superior', { superiorId, decidedByUnitId: rootUnitId });
    given(decideClassification, [assessed], { facts, actor: { ...admin, unitId } })
      .when(body)
      .thenRefused('evaluation.decided-by-superior');
  });
});

describe('the order inside a campaign', () => {
  const open = { ...campaign.initialState, status: 'open' as const, groups: [{ name: 'Ấp', unitIds: [unitId] }] };
  const inCampaign = { facts: { ...facts, campaignId: campaignId(superiorId, period), campaign: open }, actor };
  const review = {
    ...{ reviewedByUnitId: superiorId, grade: 'good' as const, commonScore: 24, taskScore: 40, opinion: 'Đạt' },
    forcingCases: [{ ...found, exception: 'force-majeure' as const, exceptionEvidence: 'Biên bản 4-BB/CB' }],
  };
  const reviewed = evaluationReviewed({ ...id, review, judgement: null });

  it('review before decision', () => {
    given(decideClassification, [assessed], inCampaign)
      .when(body)
      .thenRefused('evaluation.not-reviewed', { status: 'self-assessed' });
    given(decideClassification, [], inCampaign).when(body).thenRefused('evaluation.not-reviewed', { status: 'none' });
  });

  it('the decision is judged by the points and forcing cases as reviewed, beside what the reviewer proposed', () => {
    const judgement = proposeGrade(pack, { ...assessment, commonScore: 24, taskScore: 40 }, review.forcingCases);
    expect(judgement!.proposal).toBe('completed');
    given(decideClassification, [assessed, reviewed], inCampaign)
      .when({ ...body, reason: 'Theo đề nghị của Ban Tổ chức' })
      .then([
        classificationDecided({
          ...{ ...decided.data, forcingCases: review.forcingCases, judgement },
          ...{ reviewedGrade: 'good', campaignId: campaignId(superiorId, period) },
        }),
      ]);
  });

  it('a new statement must be reviewed anew', () => {
    given(decideClassification, [assessed, reviewed, assessed], inCampaign)
      .when(body)
      .thenRefused('evaluation.not-reviewed');
  });

  it('lower before higher: the units that this one evaluates come first, in a campaign or not', () => {
    const undecided = Array.from({ length: 12 }, (_, index) => derivedId('spec', 'chi bộ', index));
    given(decideClassification, [assessed, reviewed], {
      facts: { ...facts, lower: { isBegun: true, undecided } },
      actor,
    })
      .when(body)
      .thenRefused('evaluation.lower-first', { undecided: 12, unitIds: undecided.slice(0, 10) });
  });

  it('finds those units in the campaign that this one opened', async () => {
    const lower = [derivedId('spec', 'a'), derivedId('spec', 'b')] as const;
    const opened = campaignOpened({
      ...{ campaignId: campaignId(unitId, period), unitId, period, pack: null, dueOn: null },
      groups: [{ name: 'Tổ', unitIds: lower }],
    });
    const states = new Map<string, unknown>([
      [campaignId(unitId, period), fold(campaign, [opened])],
      [evaluationId(lower[0], period), { ...evaluation.initialState, grade: 'good' }],
    ]);
    const read = {
      state: (of, key) => Promise.resolve(states.get(key) ?? of.initialState),
      origin: () => Promise.resolve(undefined),
    } as Reader;
    const command = Object.assign(new decideClassification.command(), body);
    const { lower: found } = await decideClassification.facts!(command, evaluation.initialState, read);
    expect(found).toEqual({ isBegun: true, undecided: [lower[1]] });
  });

  it('a committee that has not even begun with its cells waits; a cell has none, an old year no campaign', () => {
    const commune = { ...facts.unit, level: 'commune' };
    const begun = { isBegun: true, undecided: [] };
    const at = (over: Partial<typeof facts>) => ({ facts: { ...inCampaign.facts, unit: commune, ...over }, actor });
    const now = { ...body, reason: 'Theo đề nghị của Ban Tổ chức' };
    given(decideClassification, [assessed, reviewed], at({}))
      .when(now)
      .thenRefused('evaluation.lower-not-begun', { unitId, period, level: 'commune' });
    const campaignOfSuperior = { campaignId: campaignId(superiorId, period) };
    const judgement = proposeGrade(pack, { ...assessment, commonScore: 24, taskScore: 40 }, review.forcingCases);
    const inOrder = classificationDecided({
      ...{ ...decided.data, forcingCases: review.forcingCases, judgement },
      ...{ reviewedGrade: 'good', ...campaignOfSuperior },
    });
    given(decideClassification, [assessed, reviewed], at({ lower: begun }))
      .when(now)
      .then([inOrder]);
    given(decideClassification, [assessed], { facts: { ...facts, unit: commune }, actor })
      .when(body)
      .then([decided]);
  });

  it('nothing after the publication, nothing for a unit outside it', () => {
    given(decideClassification, [assessed, reviewed], {
      facts: { ...facts, campaign: { ...open, status: 'published' } },
      actor,
    })
      .when(body)
      .thenRefused('campaign.published');
    given(decideClassification, [assessed, reviewed], { facts: { ...facts, campaign: { ...open, groups: [] } }, actor })
      .when(body)
      .thenRefused('campaign.unit-not-in-it', { unitId });
  });
});
