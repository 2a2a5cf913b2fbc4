import { unitRecord } from '#contexts/org-units/contracts';
import { shippedPacks } from '#contexts/rule-packs/contracts';
import { derivedId } from '#kernel';
import { given } from '#testing';
import { campaign, campaignId } from '../campaign/campaign.js';
import { proposeGrade } from '../rules/propose-grade.js';
import { classificationDecided, evaluationId, selfAssessed } from './evaluation.js';
import { selfAssess } from './self-assess.js';

const unitId = derivedId('spec', 'chi bộ ấp 3');
const unit = { ...unitRecord.initialState, status: 'open' as const, openedOn: '2016-01-01' };
const superiorId = derivedId('spec', 'Đảng ủy xã An Hiệp');
const pack = (name: string) => shippedPacks('evaluation').find((each) => each.name === name);
const facts = {
  ...{ unit, superiorId, campaignId: undefined, campaign: campaign.initialState },
  pack: pack('124'),
};
const tasks = { assigned: 10, done: 10, late: 0, aboveRequirement: 3, evidence: 'Báo cáo 12/BC' };
const quality = { condition: 'tasks-of-good-quality', met: true, evidence: 'Báo cáo 12/BC' } as const;
const body = {
  unitId,
  period: '2023',
  commonScore: 25,
  taskScore: 50,
  tasks,
  conditions: [quality],
  grade: 'good',
} as const;
const { unitId: _, period: __, ...assessment } = body;
const event = selfAssessed({
  evaluationId: evaluationId(unitId, '2023'),
  unitId,
  period: '2023',
  assessment,
  judgement: proposeGrade(pack('124'), assessment, []),
});

describe('self-assess', () => {
  it('records what the unit says of itself, and what the rule pack of the period says of that', () => {
    given(selfAssess, [], { facts })
      .when({ ...body, conditions: [quality] })
      .then([event]);
    expect(event.data.judgement).toMatchObject({ pack: '124', proposal: 'good' });
  });

  it('replaces an earlier statement; the same again changes nothing', () => {
    const modest = { ...assessment, grade: 'completed' } as const;
    given(selfAssess, [event], { facts })
      .when({ ...body, conditions: [quality], grade: 'completed' })
      .then([selfAssessed({ ...event.data, assessment: modest })]);
    given(selfAssess, [event], { facts })
      .when({ ...body, conditions: [quality] })
      .then([]);
  });

  it('keeps what the points rest on, and the proposed figures that the unit took over', () => {
    const evidence = {
      scoreEvidence: 'Báo cáo tự kiểm điểm 12-BC/CB, phụ lục 2',
      facts: [{ fact: 'member-turnout', figure: 95, outOf: 100 }],
    } as const;
    given(selfAssess, [event], { facts })
      .when({ ...body, conditions: [quality], ...evidence, facts: [...evidence.facts] })
      .then([selfAssessed({ ...event.data, assessment: { ...assessment, ...evidence } })]);
  });

  it('asks for points where the rules count them, and for both parts', () => {
    const noPoints = { unitId, period: '2023', grade: 'good' } as const;
    given(selfAssess, [], { facts }).when(noPoints).thenRefused('request.invalid');
    given(selfAssess, [], { facts: { ...facts, pack: pack('132') } })
      .when({ ...noPoints, period: '2018', commonScore: 25 })
      .thenRefused('request.invalid');
  });

  it('needs no points under the rules of 2018', () => {
    given(selfAssess, [], { facts: { ...facts, pack: pack('132') } })
      .when({ unitId, period: '2018', grade: 'good' })
      .then([
        selfAssessed({
          evaluationId: evaluationId(unitId, '2018'),
          unitId,
          period: '2018',
          assessment: { commonScore: null, taskScore: null, tasks: null, conditions: [], grade: 'good' },
          judgement: { pack: '132', packVersion: 1, proposal: null, rules: [] },
        }),
      ]);
  });

  it.each([{ done: 11 }, { done: 9, aboveRequirement: 10 }, { done: 9, late: 10 }])(
    'refuses task figures that contradict each other: %j',
    (wrong) => {
      given(selfAssess, [], { facts })
        .when({ ...body, conditions: [], tasks: { ...tasks, ...wrong } })
        .thenRefused('request.invalid');
    },
  );

  it('refuses once the superior has decided', () => {
    const decided = classificationDecided({
      ...event.data,
      grade: 'completed',
      forcingCases: [],
    });
    given(selfAssess, [event, decided], { facts })
      .when({ ...body, conditions: [] })
      .thenRefused('evaluation.already-decided', { grade: 'completed' });
  });

  it('refuses a unit that is unknown or did not exist in the period, and a period to come', () => {
    const when = { ...body, conditions: [] };
    given(selfAssess, [], { facts: { ...facts, unit: unitRecord.initialState } })
      .when(when)
      .thenRefused('unit.unknown', { unitId });
    given(selfAssess, [], { facts: { ...facts, unit: { ...unit, openedOn: '2024-01-01' } } })
      .when(when)
      .thenRefused('evaluation.unit-not-open', { unitId, period: '2023' });
    given(selfAssess, [], { facts: { ...facts, unit: { ...unit, status: 'closed', closedOn: '2022-12-31' } } })
      .when(when)
      .thenRefused('evaluation.unit-not-open');
    given(selfAssess, [], { facts })
      .when({ ...when, period: '2024-Q4' })
      .thenRefused('evaluation.period-not-begun', { period: '2024-Q4', today: '2024-08-29' });
  });

  it('accepts a period that has begun: many decide in December', () => {
    const begun = { ...event.data, evaluationId: evaluationId(unitId, '2024'), period: '2024' };
    given(selfAssess, [], { facts })
      .when({ ...body, period: '2024', conditions: [quality] })
      .then([selfAssessed(begun)]);
  });

  it('accepts a unit closed during or after the period', () => {
    given(selfAssess, [], { facts: { ...facts, unit: { ...unit, status: 'closed', closedOn: '2023-01-01' } } })
      .when({ ...body, conditions: [quality] })
      .then([event]);
  });

  it('answers the campaign of its superior, and only while that is open and for a unit in it', () => {
    const open = { ...campaign.initialState, status: 'open' as const, groups: [{ name: 'Ấp', unitIds: [unitId] }] };
    const inCampaign = { ...facts, campaignId: campaignId(superiorId, '2023'), campaign: open };
    const when = { ...body, conditions: [quality] };
    given(selfAssess, [], { facts: inCampaign })
      .when(when)
      .then([selfAssessed({ ...event.data, campaignId: campaignId(superiorId, '2023') })]);
    given(selfAssess, [], { facts: { ...inCampaign, campaign: { ...open, groups: [] } } })
      .when(when)
      .thenRefused('campaign.unit-not-in-it', { unitId, period: '2023' });
    given(selfAssess, [], { facts: { ...inCampaign, campaign: { ...open, status: 'published' } } })
      .when(when)
      .thenRefused('campaign.published');
  });
});
