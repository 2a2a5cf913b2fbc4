import { derivedId, type DomainError } from '#kernel';
import { validateBody } from '#platform';
import { OpenCampaign } from '../campaign/open-campaign.js';
import { ClassifyMember } from '../members/classify-member.js';
import { DecideClassification } from './decide-classification.js';
import { ReviewEvaluation } from './review-evaluation.js';
import { ReviseClassification } from './revise-classification.js';
import { SelfAssess } from './self-assess.js';

const unitId = derivedId('spec', 'chi bộ ấp 3');
const decision = { number: '15-QĐ/ĐU', date: '2023-12-20', issuer: 'Đảng ủy xã An Hiệp' };
const tasks = { assigned: 10, done: 10, late: 0, aboveRequirement: 3, evidence: 'Báo cáo 12-BC/CB' };
const condition = { condition: 'nobody-disciplined', met: true, evidence: 'Không có quyết định kỷ luật' };

const fact = { fact: 'member-turnout', figure: 95, outOf: 100 };
const assess = {
  unitId,
  period: '2025-Q3',
  commonScore: 28.25,
  taskScore: 64,
  tasks,
  conditions: [condition],
  grade: 'good',
};
const decide = { unitId, period: '2018', grade: 'good', decision };
const revise = { ...decide, cause: 'complaint', reason: 'Khiếu nại đúng' };
const review = { unitId, period: '2025-Q3', grade: 'good', taskScore: 60, opinion: 'Đạt' };
const open = { unitId, period: '2025', groups: [{ name: 'Ấp', unitIds: [unitId] }], decision };
const member = { unitId, period: '2025', memberId: unitId, kind: 'head', grade: 'good', decision };
const found = { description: 'Mất đoàn kết nội bộ', evidence: 'Kết luận 7-KL/UBKT' };

function wrong(type: new () => object, body: object): readonly string[] {
  try {
    validateBody(type, body);
    return [];
  } catch (error) {
    return [...new Set((error as DomainError).fields.map(({ field }) => field))];
  }
}

describe('bodies of the evaluations’ acts', () => {
  it('are accepted when complete', () => {
    expect(wrong(SelfAssess, assess)).toEqual([]);
    expect(wrong(SelfAssess, { ...assess, facts: [fact], scoreEvidence: 'Phụ lục 2' })).toEqual([]);
    expect(wrong(SelfAssess, { unitId, period: '2018', grade: 'good' })).toEqual([]);
    expect(wrong(DecideClassification, { ...decide, forcingCases: [found], reason: 'Thẩm định' })).toEqual([]);
    expect(wrong(ReviseClassification, revise)).toEqual([]);
    expect(wrong(ReviewEvaluation, review)).toEqual([]);
    expect(wrong(ReviewEvaluation, { ...review, tasks, conditions: [condition] })).toEqual([]);
    expect(wrong(OpenCampaign, open)).toEqual([]);
    expect(wrong(ClassifyMember, member)).toEqual([]);
  });

  it.each([
    [SelfAssess, { ...assess, period: '2025-Q5' }, 'period'],
    [SelfAssess, { ...assess, grade: 'xuất sắc' }, 'grade'],
    [SelfAssess, { ...assess, commonScore: 30.5 }, 'commonScore'],
    [SelfAssess, { ...assess, taskScore: 64.125 }, 'taskScore'],
    [SelfAssess, { ...assess, tasks: [] }, 'tasks'],
    [SelfAssess, { ...assess, facts: [fact, fact] }, 'facts'],
    [SelfAssess, { ...assess, facts: [{ ...fact, fact: 'luck' }] }, 'facts.0.fact'],
    [SelfAssess, { ...assess, tasks: { ...tasks, evidence: ' ' } }, 'tasks.evidence'],
    [SelfAssess, { ...assess, conditions: condition }, 'conditions'],
    [SelfAssess, { ...assess, conditions: [null] }, 'conditions.0'],
    [SelfAssess, { ...assess, conditions: [condition, { ...condition, met: false }] }, 'conditions'],
    [SelfAssess, { ...assess, conditions: [{ ...condition, met: 'yes' }] }, 'conditions.0.met'],
    [DecideClassification, { ...decide, decision: undefined }, 'decision'],
    [DecideClassification, { ...decide, decision: { ...decision, number: '' } }, 'decision.number'],
    [DecideClassification, { ...decide, forcingCases: 'không' }, 'forcingCases'],
    [DecideClassification, { ...decide, forcingCases: [null] }, 'forcingCases'],
    [DecideClassification, { ...decide, forcingCases: [{ ...found, evidence: undefined }] }, 'forcingCases.0.evidence'],
    [DecideClassification, { ...decide, forcingCases: [{ ...found, exception: 'other' }] }, 'forcingCases.0.exception'],
    [ReviewEvaluation, { ...review, opinion: undefined }, 'opinion'],
    [ReviewEvaluation, { ...review, taskScore: 71 }, 'taskScore'],
    [ReviewEvaluation, { ...review, tasks: { ...tasks, late: -1 } }, 'tasks.late'],
    [ReviewEvaluation, { ...review, conditions: [condition, condition] }, 'conditions'],
    [OpenCampaign, { ...open, groups: [] }, 'groups'],
    [OpenCampaign, { ...open, groups: [{ name: 'Ấp', unitIds: [] }] }, 'groups.0.unitIds'],
    [OpenCampaign, { ...open, groups: [{ name: ' ', unitIds: [unitId] }] }, 'groups.0.name'],
    [OpenCampaign, { ...open, decision: undefined }, 'decision'],
    [ClassifyMember, { ...member, kind: 'guest' }, 'kind'],
    [ReviseClassification, { ...revise, reason: undefined }, 'reason'],
    [ReviseClassification, { ...revise, cause: 'other' }, 'cause'],
  ])('%p refuses what is wrong in %j: %s', (type, body, field) => {
    expect(wrong(type, body)).toContain(field);
  });
});
