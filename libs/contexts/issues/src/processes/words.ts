import type { RefusalCause, WaitReason } from '../issue/vocabulary.js';

const names: Readonly<Record<string, string>> = {
  country: 'Trung ương',
  province: 'cấp tỉnh',
  district: 'cấp huyện',
  commune: 'cấp xã',
  department: 'cơ quan chuyên môn',
  cell: 'chi bộ',
};

export const levelNames = (level: string): string => names[level] ?? 'nơi có thẩm quyền';

export const refusalNames: Readonly<Record<RefusalCause, string>> = {
  anonymous: 'nặc danh',
  unclear: 'không rõ nội dung',
  'settled-before': 'đã được giải quyết trước đó',
  'outside-scope': 'không thuộc phạm vi tiếp nhận',
  other: 'lý do khác',
};

export const waitNames: Readonly<Record<WaitReason, string>> = {
  raiser: 'bổ sung từ người kiến nghị',
  'another-body': 'ý kiến cơ quan khác',
  funding: 'bố trí kinh phí',
  season: 'mùa vụ, thời tiết',
  other: 'lý do khác',
};
