import { unitRecord } from '#contexts/org-units/contracts';
import { derivedId } from '#kernel';
import { given, someActor } from '#testing';
import { evaluation, evaluationId } from '../evaluation/evaluation.js';
import { classifyMember } from './classify-member.js';
import { memberClassified } from './member-evaluations.js';

const unitId = derivedId('spec', 'chi bộ ấp 3');
const superiorId = derivedId('spec', 'Đảng ủy xã An Hiệp');
const [first, second, secretary] = ['một', 'hai', 'bí thư'].map((name) => derivedId('spec', name)) as [
  string,
  string,
  string,
];
const period = '2023';
const unit = { ...unitRecord.initialState, status: 'open' as const, openedOn: '2016-01-01', parentId: superiorId };
const facts = { unit, superiorId, collective: { ...evaluation.initialState, grade: 'good' as const } };
const context = { facts, actor: { ...someActor, unitId: superiorId } };
const decision = { number: '16-QĐ/ĐU', date: '2023-12-22', issuer: 'Đảng ủy xã An Hiệp' };
const body = { unitId, period, memberId: first, kind: 'member', grade: 'good', decision } as const;
const classified = (memberId: string, kind: 'member' | 'head' = 'member') =>
  memberClassified({
    ...{ evaluationId: evaluationId(unitId, period), unitId, period, memberId, kind, grade: 'good' },
    ...{ previousGrade: null, cause: null, decidedByUnitId: superiorId },
  });

describe('classify-member', () => {
  it('records the grade of a member by id, and proposes nothing about a person', () => {
    given(classifyMember, [], context)
      .when(body)
      .then([classified(first)]);
    given(classifyMember, [classified(first)], context)
      .when(body)
      .then([]);
  });

  it('the collective comes first', () => {
    given(classifyMember, [], { ...context, facts: { ...facts, collective: evaluation.initialState } })
      .when(body)
      .thenRefused('evaluation.collective-first');
  });

  it('the head comes last: after the members, and no member after the head', () => {
    const head = { ...body, memberId: secretary, kind: 'head' } as const;
    given(classifyMember, [], context).when(head).thenRefused('evaluation.members-before-head');
    given(classifyMember, [classified(first)], context)
      .when(head)
      .then([classified(secretary, 'head')]);
    given(classifyMember, [classified(first), classified(secretary, 'head')], context)
      .when({ ...body, memberId: second })
      .thenRefused('evaluation.head-last', { classified: 2 });
  });

  it('a member left out may follow with a reason, a second head may not', () => {
    const all = [classified(first), classified(secretary, 'head')];
    const reason = 'Chuyển sinh hoạt về trước ngày 31/12, chưa được đưa vào danh sách';
    given(classifyMember, all, context)
      .when({ ...body, memberId: second, reason })
      .then([classified(second)]);
    given(classifyMember, all, context)
      .when({ ...body, memberId: second, kind: 'head', reason })
      .thenRefused('evaluation.head-last');
  });

  it('a grade changes only for a cause, with a reason, also after the head', () => {
    const all = [classified(first), classified(secretary, 'head')];
    given(classifyMember, all, context)
      .when({ ...body, grade: 'completed' })
      .thenRefused('evaluation.member-already-classified', { memberId: first, grade: 'good' });
    given(classifyMember, all, context)
      .when({ ...body, grade: 'completed', cause: 'complaint', reason: 'Khiếu nại đúng' })
      .then([
        memberClassified({
          ...{ ...classified(first).data, grade: 'completed', previousGrade: 'good', cause: 'complaint' },
        }),
      ]);
    given(classifyMember, all, context)
      .when({ ...body, kind: 'head' })
      .thenRefused('evaluation.member-of-other-kind', { kind: 'member' });
  });

  it('is decided by the immediate superior, for a unit that existed in a period that has begun', () => {
    given(classifyMember, [], { facts, actor: { ...someActor, unitId } })
      .when(body)
      .thenRefused('evaluation.decided-by-superior');
    given(classifyMember, [], { ...context, facts: { ...facts, unit: unitRecord.initialState } })
      .when(body)
      .thenRefused('unit.unknown');
    given(classifyMember, [], context)
      .when({ ...body, period: '2025' })
      .thenRefused('evaluation.period-not-begun');
  });
});
