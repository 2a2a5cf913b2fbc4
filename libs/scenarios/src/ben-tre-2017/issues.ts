import { addDays, type LocalDate } from '#kernel';
import { madeId, type Chain, type Step } from '../scenario.js';
import type { Cell, Places } from './ben-tre-2017.js';
import { meetingId } from './meetings.js';
import { courses, meetingDays, scenarioName, type Course } from './story.js';

const issueId = (index: number): string => madeId(scenarioName, 'issue', index);

/** Two issues of each cell, from its first two meetings of 2019; a chain per cell, so that a duplicate finds its twin. */
export function issueChains(places: Places): readonly Chain[] {
  const days = meetingDays.filter((day) => day.startsWith('2019'));
  return places.cells.map((cell, index): Chain => {
    const both = [index, index + places.cells.length];
    return both.flatMap((number, round) => issueChain(places, cell, number, days[round]!));
  });
}

function issueChain(places: Places, cell: Cell, index: number, raisedOn: LocalDate): Chain {
  const course = courses[index]!;
  const isRoad = course !== 'settled-by-commune';
  const raised: Step = {
    act: 'raise-issue',
    body: {
      ...{ issueId: issueId(index), unitId: cell.unitId, kind: 'recommendation', raisedOn },
      category: isRoad ? 'infrastructure' : 'environment',
      title: isRoad ? 'Đề nghị bê tông hóa đường ấp (dữ liệu mẫu)' : 'Đề nghị thu gom rác định kỳ (dữ liệu mẫu)',
      ...{ source: 'meeting', sourceId: meetingId(cell, raisedOn), sentToUnitId: cell.communeId },
      ...(course === 'anonymous' ? { anonymous: true } : { raisedByCadreId: cell.cadreId }),
    },
  };
  return [raised, ...stepsOf(course, places, index, raisedOn)];
}

/** What follows, each step with its days after the raising. */
function stepsOf(course: Course, places: Places, index: number, raisedOn: LocalDate): readonly Step[] {
  const step = (act: string, after: number, fields: object = {}): Step => ({
    act,
    body: { issueId: issueId(index), effectiveAt: addDays(raisedOn, after), ...fields },
  });
  const up = (after: number, toUnitId: string, cause: string, fields: object = {}) =>
    step('escalate-issue', after, {
      toUnitId,
      cause,
      reason: 'Vượt thẩm quyền về vốn đầu tư (dữ liệu mẫu)',
      ...fields,
    });
  const answer = { answer: 'Đưa vào danh mục đầu tư, hoàn thành trong năm (dữ liệu mẫu)' };
  const settle = (after: number): Step[] => [
    step('respond-to-issue', after, answer),
    step('resolve-issue', after + 10),
  ];
  const toMember = [
    up(3, places.districtId, 'beyond-authority'),
    up(8, places.provinceId, 'beyond-authority', { inChargeCadreId: places.memberId }),
  ];
  switch (course) {
    case 'settled-by-commune':
      return [step('accept-issue', 2), ...settle(9), step('confirm-issue', 25)];
    case 'beyond-authority':
      return [
        ...[...toMember, up(12, places.transportId, 'competence-of-another'), step('accept-issue', 15)],
        ...[...settle(30), step('confirm-issue', 60)],
      ];
    case 'waits-for-funds':
      return [
        ...[...toMember, step('accept-issue', 12)],
        step('wait-with-issue', 14, { waitsFor: 'funding', reason: 'Chờ kế hoạch vốn (dữ liệu mẫu)' }),
      ];
    case 'not-mine':
      return [
        ...[...toMember, up(12, places.financeId, 'competence-of-another')],
        step('return-issue', 15, { reason: 'Thuộc ngành giao thông (dữ liệu mẫu)' }),
        ...[up(17, places.transportId, 'competence-of-another'), step('accept-issue', 20), ...settle(35)],
      ];
    case 'left-with-member':
      return toMember;
    case 'left-with-commune':
      return [step('accept-issue', 2)];
    case 'duplicate':
      // Of the first issue of the same cell, which its commune has accepted.
      return [step('merge-issue', 3, { intoIssueId: issueId(index - places.cells.length), reason: 'Cùng đoạn đường' })];
    case 'withdrawn':
      return [step('withdraw-issue', 6, { reason: 'Doanh nghiệp đã hỗ trợ làm đường (dữ liệu mẫu)' })];
    case 'anonymous':
      return [];
  }
}
