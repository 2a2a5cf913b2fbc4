import type { PackFamily } from './families.js';

/** Who may make rules of a family. Levels are codes of the units' levels; `country` is the root too. */
export interface Publishers {
  readonly levels: readonly string[];
  readonly why: { readonly vi: string; readonly en: string };
  readonly legalBasis: string;
  readonly unconfirmed: readonly string[];
}

/**
 * The centre gives the frame, the province its own criteria within it; below it rules are made only where the matter is
 * the level's own. A change of competence is a change here. `district` is for days before 2025-07-01.
 */
export const publishers: Readonly<Record<PackFamily, Publishers>> = {
  evaluation: {
    levels: ['country', 'province'],
    why: {
      vi: 'Trung ương quy định khung, cấp tỉnh cụ thể hoá tiêu chí; cấp dưới áp dụng',
      en: 'The centre gives the frame, each province writes its criteria from it, the levels below apply them',
    },
    legalBasis: 'Quy định 366-QĐ/TW ngày 30/8/2025, Hướng dẫn 43-HD/BTCTW',
    unconfirmed: ['levels: the article that names who writes the criteria was not read'],
  },
  'meeting-standard': {
    levels: ['country', 'province'],
    why: {
      vi: 'Hướng dẫn của Trung ương, cấp tỉnh hướng dẫn thực hiện thống nhất trong đảng bộ tỉnh',
      en: 'Guided by the centre, carried out alike within a province',
    },
    legalBasis: 'Hướng dẫn 12-HD/BTCTW (2018), 42-HD/BTCTW ngày 28/10/2025',
    unconfirmed: ['levels: the article that names who may add to the guide was not read'],
  },
  issues: {
    levels: ['country', 'province', 'district', 'commune'],
    why: {
      vi: 'Thời hạn trả lời kiến nghị của từng cấp do địa phương quy định, không dài hơn quy định của cấp trên',
      en: 'Deadlines of each level are local, and no longer than those of the superior',
    },
    legalBasis: '11-QĐi/TW 2019-02-18, KL 215-KL/TW',
    unconfirmed: ['levels: no text names who sets the deadlines of a recommendation'],
  },
  following: {
    levels: ['country', 'province', 'district', 'commune'],
    why: {
      vi: 'Cấp ủy phân công cán bộ theo dõi cấp dưới thì quy định việc theo dõi (tỉnh nắm xã, xã nắm tới hộ)',
      en: 'The committee that sends cadres to the units below it makes the rules for them',
    },
    legalBasis: 'Quy định 1390-QĐ/TU của Tỉnh ủy Bắc Kạn; Thông báo 143 (2017) của Thị ủy Quảng Trị',
    unconfirmed: ['levels: a rule of a commune committee was not seen'],
  },
  'working-days': {
    levels: ['country'],
    why: {
      vi: 'Ngày nghỉ Tết, Quốc khánh và ngày hoán đổi do Thủ tướng Chính phủ quyết định',
      en: 'The Prime Minister decides on the days of Tết and Quốc khánh and on swapped days',
    },
    legalBasis: 'Bộ luật Lao động 45/2019/QH14, Điều 112 khoản 3',
    unconfirmed: [],
  },
};
