import { addDays, type LocalDate } from '#kernel';
import type { Chance } from '../chance.js';
import { madeId, type Chain, type Step } from '../scenario.js';
import { bodyNamed, competentBody, scenarioName } from './bodies.js';

/** What communes of the uplands ask for: made up, in the words of such lists. */
const subjects = [
  { category: 'infrastructure', title: 'Đề nghị nâng cấp tuyến đường liên thôn bị sạt lở sau mưa lũ' },
  { category: 'infrastructure', title: 'Đề nghị sửa chữa kênh mương nội đồng bị bồi lấp' },
  { category: 'infrastructure', title: 'Đề nghị xây cầu thay ngầm tràn, bảo đảm học sinh đi học mùa lũ' },
  { category: 'land', title: 'Vướng mắc trong cấp giấy chứng nhận quyền sử dụng đất lâm nghiệp' },
  { category: 'land', title: 'Đề nghị đo đạc lại ranh giới đất giữa hai thôn' },
  { category: 'agriculture', title: 'Đề nghị hỗ trợ giống cây trồng sau thiệt hại do bão số 3' },
  { category: 'agriculture', title: 'Vướng mắc khi giải ngân dự án phát triển sản xuất' },
  { category: 'environment', title: 'Đề nghị bố trí điểm thu gom rác thải sinh hoạt' },
  { category: 'social-policy', title: 'Đề nghị rà soát lại danh sách hộ nghèo, hộ cận nghèo' },
  { category: 'social-policy', title: 'Đề nghị hỗ trợ xóa nhà tạm, nhà dột nát' },
  { category: 'finance', title: 'Đề nghị bổ sung kinh phí sửa chữa nhà họp thôn' },
  { category: 'public-assets', title: 'Đề nghị bàn giao điểm trường cũ làm nhà sinh hoạt cộng đồng' },
  { category: 'organisation', title: 'Vướng mắc về chế độ của người hoạt động không chuyên trách ở thôn' },
] as const;

/** How an issue goes, and how many in a hundred go so. */
const courses = {
  'settled-by-commune': 34,
  'settled-by-district': 20,
  'settled-by-body': 14,
  'not-accepted': 9,
  'accepted-and-left': 8,
  'escalated-and-left': 8,
  'answered-not-resolved': 4,
  reopened: 3,
} as const;
type Course = keyof typeof courses;

/** Where an issue was raised and by whom. */
export interface Origin {
  readonly unitId: string;
  readonly districtId: string;
  readonly meetingId: string;
  readonly cadreId: string;
  readonly raisedOn: LocalDate;
}

/** The chain of one issue. Steps that would fall after `until` are left out: they never came. */
export function issueChain(chance: Chance, origin: Origin, until: LocalDate): Chain {
  const { unitId, districtId, meetingId, cadreId, raisedOn } = origin;
  const issueId = madeId(scenarioName, 'issue', meetingId);
  const { category, title } = chance.oneOf(subjects);
  const raised: Step = {
    act: 'raise-issue',
    body: {
      issueId,
      unitId,
      kind: title.startsWith('Vướng mắc') ? 'difficulty' : 'recommendation',
      category,
      title: `${title} (dữ liệu mẫu)`,
      raisedOn,
      raisedByCadreId: cadreId,
      meetingId,
    },
  };
  const bodyId = bodyNamed(competentBody[category]!).unitId;
  const later = dated(chance, issueId, raisedOn, until);
  followCourse(chance.weighted(courses), later, { districtId, bodyId });
  return [raised, ...later.steps];
}

interface Later {
  readonly steps: readonly Step[];
  /** Adds a step some days after the one before. */
  then(act: string, daysFrom: number, daysTo: number, fields?: Readonly<Record<string, unknown>>): Later;
}

function dated(chance: Chance, issueId: string, from: LocalDate, until: LocalDate): Later {
  const steps: Step[] = [];
  let day = from;
  const later: Later = {
    steps,
    then(act, daysFrom, daysTo, fields = {}) {
      day = addDays(day, chance.integer(daysFrom, daysTo));
      if (day <= until) steps.push({ act, body: { issueId, ...fields, effectiveAt: day } });
      return later;
    },
  };
  return later;
}

const answer = { answer: 'Đã kiểm tra thực tế, thống nhất phương án và thời hạn giải quyết (dữ liệu mẫu).' };
const outcome = { outcome: 'Đã giải quyết xong, đơn vị xác nhận (dữ liệu mẫu).' };

function followCourse(course: Course, later: Later, to: { districtId: string; bodyId: string }): void {
  const toDistrict = { toUnitId: to.districtId, cause: 'beyond-authority', reason: 'Vượt thẩm quyền của cấp xã' };
  const toBody = {
    toUnitId: to.bodyId,
    cause: 'competence-of-another',
    reason: 'Thuộc thẩm quyền của cơ quan cấp tỉnh',
  };
  const settle = () => later.then('respond-to-issue', 4, 25, answer).then('resolve-issue', 1, 15, outcome);
  switch (course) {
    case 'settled-by-commune':
      later.then('accept-issue', 1, 8);
      settle();
      return;
    case 'settled-by-district':
      later.then('escalate-issue', 2, 9, toDistrict).then('accept-issue', 2, 10);
      settle();
      return;
    case 'settled-by-body':
      later.then('escalate-issue', 2, 9, toDistrict).then('escalate-issue', 3, 12, toBody).then('accept-issue', 2, 10);
      settle();
      return;
    case 'not-accepted':
      return;
    case 'accepted-and-left':
      later.then('accept-issue', 1, 12);
      return;
    case 'escalated-and-left':
      later.then('escalate-issue', 2, 9, toDistrict);
      return;
    case 'answered-not-resolved':
      later.then('accept-issue', 1, 8).then('respond-to-issue', 5, 20, answer);
      return;
    case 'reopened':
      later.then('accept-issue', 1, 8);
      settle();
      later.then('reopen-issue', 5, 30, { reason: 'Kết quả chưa đạt, đơn vị kiến nghị lại (dữ liệu mẫu)' });
  }
}
