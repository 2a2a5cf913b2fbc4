import { derivedId } from '#kernel';
import { project } from '#projections';
import { recorded } from '#testing';
import { evaluationId } from '../evaluation/evaluation.js';
import { memberClassified } from '../members/member-evaluations.js';
import { memberGrades } from './member-grades.js';

const unitId = derivedId('spec', 'chi bộ ấp 3');
const classified = (data: Partial<Parameters<typeof memberClassified>[0]>) =>
  memberClassified({
    ...{ evaluationId: evaluationId(unitId, '2023'), unitId, period: '2023', memberId: unitId, kind: 'member' },
    ...{ grade: 'good', previousGrade: null, cause: null, decidedByUnitId: derivedId('spec', 'xã') },
    ...data,
  });

it('member_grades: counts per unit and kind; a revision moves one from grade to grade', () => {
  const [first, second, head] = [1, 2, 3].map((number) => derivedId('spec', 'đảng viên', number)) as [
    string,
    string,
    string,
  ];
  const events = [
    classified({ memberId: first }),
    classified({ memberId: second, grade: 'excellent' }),
    classified({ memberId: head, kind: 'head' }),
    classified({ memberId: first, grade: 'failed', previousGrade: 'good', cause: 'inspection-finding' }),
  ];
  const rows = project(memberGrades, recorded(events));
  expect(rows).toEqual([
    {
      unitId,
      period: '2023',
      periodEnds: '2023-12-31',
      kind: 'head',
      excellent: 0,
      good: 1,
      completed: 0,
      failed: 0,
      revised: 0,
    },
    {
      unitId,
      period: '2023',
      periodEnds: '2023-12-31',
      kind: 'member',
      excellent: 1,
      good: 0,
      completed: 0,
      failed: 1,
      revised: 1,
    },
  ]);
});
