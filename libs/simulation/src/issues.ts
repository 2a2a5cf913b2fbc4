import { addDays, type LocalDate } from '#kernel';
import type { Chance } from '#scenarios';
import type { Told } from './bulk-author.js';
import type { PlannedMeeting } from './meetings.js';
import { actorOf, idIn, lastDay, told } from './world.js';

const subjects = [
  { category: 'infrastructure', title: 'Đề nghị sửa chữa đường liên thôn' },
  { category: 'land', title: 'Vướng mắc trong cấp giấy chứng nhận quyền sử dụng đất' },
  { category: 'agriculture', title: 'Đề nghị hỗ trợ giống cây trồng, vật nuôi' },
  { category: 'environment', title: 'Đề nghị bố trí điểm thu gom rác thải' },
  { category: 'social-policy', title: 'Đề nghị rà soát danh sách hộ nghèo, hộ cận nghèo' },
  { category: 'finance', title: 'Đề nghị bổ sung kinh phí nhà văn hóa thôn' },
] as const;

/** Percent of issues by how far they get. */
const courses = { settled: 58, 'settled-above': 22, waiting: 8, ignored: 12 } as const;

export interface DatedStep {
  readonly on: LocalDate;
  readonly told: Told;
}

/** An issue raised at a meeting, with the days of its later steps; what would fall after the end never came. */
export function issueFrom(
  world: string,
  chance: Chance,
  { cell, meetingId, on }: PlannedMeeting,
): readonly DatedStep[] {
  const { cadreId, communeId, districtId, unitId } = cell;
  const issueId = idIn(world, 'issue', meetingId);
  const { category, title } = chance.oneOf(subjects);
  const kind = title.startsWith('Vướng mắc') ? 'difficulty' : 'recommendation';
  const raised = {
    ...{ issueId, unitId, kind, category, title: `${title} (dữ liệu mẫu)`, raisedOn: on },
    ...{ raisedByCadreId: cadreId, meetingId, sentToUnitId: communeId },
  };
  const steps: DatedStep[] = [
    { on, told: told(world, actorOf(world, 'secretary', unitId), 'raise-issue', raised, issueId) },
  ];
  let day = on;
  const then = (act: string, holderId: string, days: readonly [number, number], fields: object = {}): void => {
    day = addDays(day, chance.integer(...days));
    if (day > lastDay) return;
    const body = { issueId, ...fields, effectiveAt: day };
    steps.push({ on: day, told: told(world, actorOf(world, 'office', holderId), act, body, issueId, holderId) });
  };
  const course = chance.weighted(courses);
  const holder = course === 'settled-above' ? districtId : communeId;
  if (course === 'ignored') return steps;
  if (course === 'settled-above') {
    const reason = 'Vượt thẩm quyền của cấp xã (dữ liệu mẫu)';
    then('escalate-issue', communeId, [2, 9], { toUnitId: districtId, cause: 'beyond-authority', reason });
  }
  then('accept-issue', holder, [1, 9]);
  if (course === 'waiting') return steps;
  then('respond-to-issue', holder, [3, 25], { answer: 'Đã kiểm tra, thống nhất cách giải quyết (dữ liệu mẫu).' });
  then('resolve-issue', holder, [1, 20], { outcome: 'Đã giải quyết xong (dữ liệu mẫu).' });
  return steps;
}
