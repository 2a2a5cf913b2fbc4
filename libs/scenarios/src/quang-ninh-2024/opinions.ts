import { addDays, type LocalDate } from '#kernel';
import type { Chance } from '../chance.js';
import { madeId, type Chain, type Step } from '../scenario.js';
import { scenarioName } from './units.js';

/** The themes of the conference, the department that each goes to, causes found and how many opinions; made up. */
export interface Theme {
  readonly category: string;
  readonly department: string;
  readonly opinions: number;
  readonly causes: readonly string[];
  readonly titles: readonly string[];
}

export const themes: readonly Theme[] = [
  {
    category: 'land',
    department: 'Sở Tài nguyên và Môi trường',
    opinions: 42,
    causes: ['Hồ sơ địa chính qua nhiều thời kỳ chưa khớp', 'Xác định nguồn gốc đất kéo dài'],
    titles: ['Vướng mắc trong cấp giấy chứng nhận quyền sử dụng đất', 'Vướng mắc trong giải phóng mặt bằng'],
  },
  {
    category: 'finance',
    department: 'Sở Tài chính',
    opinions: 27,
    causes: ['Định mức chi chưa tính đặc thù xã đảo, vùng cao'],
    titles: ['Đề nghị nâng định mức chi thường xuyên cho cấp xã', 'Vướng mắc trong quyết toán công trình hoàn thành'],
  },
  {
    category: 'public-assets',
    department: 'Sở Tài chính',
    opinions: 24,
    causes: ['Nhà, đất dôi dư sau sáp nhập thôn, khu chưa có phương án xử lý', 'Thiếu hồ sơ gốc của tài sản'],
    titles: ['Vướng mắc xử lý nhà văn hóa dôi dư sau sáp nhập', 'Đề nghị bàn giao trụ sở cũ'],
  },
  {
    category: 'infrastructure',
    department: 'Sở Giao thông vận tải',
    opinions: 31,
    causes: ['Danh mục đầu tư trung hạn đã phân bổ hết'],
    titles: ['Đề nghị nâng cấp đường liên xã', 'Đề nghị đầu tư hệ thống cấp nước sạch'],
  },
  {
    category: 'organisation',
    department: 'Sở Nội vụ',
    opinions: 19,
    causes: ['Số người hoạt động không chuyên trách giảm, việc không giảm'],
    titles: ['Vướng mắc về chế độ của người hoạt động không chuyên trách'],
  },
  {
    category: 'administrative-procedures',
    department: 'Văn phòng Ủy ban nhân dân tỉnh',
    opinions: 17,
    causes: ['Phần mềm của các ngành chưa liên thông'],
    titles: ['Đề nghị liên thông phần mềm một cửa'],
  },
];

/** Unit of a department of the province. */
export const departmentId = (name: string): string => madeId(scenarioName, 'department', name);

const answers = {
  onTheSpot: 'Lãnh đạo sở trả lời trực tiếp tại hội nghị (dữ liệu mẫu).',
  later: 'Sở đã kiểm tra, trả lời bằng văn bản (dữ liệu mẫu).',
};

/** How an opinion goes, and how many in a hundred go so. */
const courses = { 'on-the-spot': 38, 'answered-later': 34, 'assigned-and-left': 28 } as const;

interface Raised {
  readonly issueId: string;
  readonly unitId: string;
  readonly conferenceId: string;
  readonly on: LocalDate;
}

/** One opinion of a delegation: an issue with the conference as its source. */
export function opinion(chance: Chance, { category, department, titles }: Theme, raised: Raised): Chain {
  const { issueId, unitId, conferenceId, on } = raised;
  const title = chance.oneOf(titles);
  const step = (act: string, days: number, fields: object = {}): Step => ({
    act,
    body: { issueId, ...fields, effectiveAt: addDays(on, days) },
  });
  const raise: Step = {
    act: 'raise-issue',
    body: {
      ...{ issueId, unitId, kind: title.startsWith('Vướng mắc') ? 'difficulty' : 'recommendation', category },
      ...{ title: `${title} (dữ liệu mẫu)`, raisedOn: on, raiserRole: 'delegate' },
      ...{ source: 'conference', sourceId: conferenceId, sentToUnitId: departmentId(department) },
    },
  };
  switch (chance.weighted(courses)) {
    case 'on-the-spot':
      return [
        raise,
        step('accept-issue', 0),
        step('respond-to-issue', 0, { answer: answers.onTheSpot }),
        step('resolve-issue', 1, { outcome: 'Đơn vị thống nhất với trả lời (dữ liệu mẫu).' }),
      ];
    case 'answered-later':
      return [
        raise,
        step('accept-issue', chance.integer(0, 5)),
        step('respond-to-issue', chance.integer(12, 40), { answer: answers.later }),
      ];
    case 'assigned-and-left':
      return [raise, step('accept-issue', chance.integer(0, 8))];
  }
}
