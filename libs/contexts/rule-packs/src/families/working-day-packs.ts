import type { SwappedDay, WorkingDayPack } from './working-days.js';

interface Year {
  readonly legalBasis: string;
  readonly unconfirmed: readonly string[];
  readonly tetFrom?: string;
  readonly nationalDayBeside?: string;
  readonly swaps?: readonly SwappedDay[];
}

const reported = 'the notice itself was not read, only what was published about it';
const remembered = 'no source was read: general knowledge of the notice of that year';

/** Years in which something was announced otherwise than the rule of the law, or a working day was swapped. */
const announced: Readonly<Record<number, Year>> = {
  2017: { legalBasis: 'Thông báo lịch nghỉ Tết 2017', unconfirmed: [remembered], tetFrom: '2017-01-26' },
  2018: {
    legalBasis: 'Thông báo lịch nghỉ Tết 2018',
    unconfirmed: [remembered, 'swaps: whether 31 December was made up for by 5 January 2019'],
    tetFrom: '2018-02-14',
  },
  2019: {
    legalBasis: 'Thủ tướng Chính phủ đồng ý hoán đổi ngày 29/4 và 04/5/2019 (suckhoedoisong.vn, 22/4/2019)',
    unconfirmed: [reported],
    swaps: [{ off: '2019-04-29', worked: '2019-05-04' }],
  },
  2020: {
    legalBasis: 'Lịch nghỉ Tết 23-29/01/2020 (Sở Công Thương Đắk Lắk, 07/01/2020)',
    unconfirmed: [reported],
    tetFrom: '2020-01-23',
  },
  2021: { legalBasis: 'Thông báo lịch nghỉ Tết 2021', unconfirmed: [remembered], tetFrom: '2021-02-10' },
  2022: {
    legalBasis: 'Công văn 245/VPCP-KGVX ngày 11/01/2022 (Tết); lịch nghỉ Quốc khánh 2022',
    unconfirmed: [`nationalDayBeside: ${remembered}`],
    nationalDayBeside: '2022-09-01',
  },
  2023: {
    legalBasis: 'Công văn 8056/VPCP-KGVX ngày 01/12/2022',
    unconfirmed: [reported],
    tetFrom: '2023-01-20',
    nationalDayBeside: '2023-09-01',
  },
  2024: {
    legalBasis:
      'Thông báo của Bộ LĐTBXH về nghỉ Tết và Quốc khánh 2024; công văn 2450/VPCP-KGVX ngày 12/4/2024 (hoán đổi 29/4 và 04/5)',
    unconfirmed: [reported],
    tetFrom: '2024-02-08',
    nationalDayBeside: '2024-09-03',
    swaps: [{ off: '2024-04-29', worked: '2024-05-04' }],
  },
  2025: {
    legalBasis: 'Thông báo lịch nghỉ Tết, Quốc khánh và hoán đổi ngày làm việc năm 2025',
    unconfirmed: [remembered],
    tetFrom: '2025-01-27',
    nationalDayBeside: '2025-09-01',
    swaps: [{ off: '2025-05-02', worked: '2025-04-26' }],
  },
  2026: {
    legalBasis: 'Lịch nghỉ Tết 14-22/02/2026 (congan.com.vn); lịch nghỉ Quốc khánh và hoán đổi ngày làm việc năm 2026',
    unconfirmed: [
      `nationalDayBeside, swaps: ${remembered}, reported as proposed`,
      'daysOff: 24 November (Ngày Văn hóa Việt Nam, Nghị quyết 80-NQ/TW ngày 07/01/2026) counts once it is law',
    ],
    nationalDayBeside: '2026-09-01',
    swaps: [
      { off: '2026-01-02', worked: '2026-01-10' },
      { off: '2026-08-31', worked: '2026-08-22' },
    ],
  },
};

/** Days off as announced year by year. A year without a pack goes by the law alone: Tết from its eve, 3 September. */
export const workingDayPacks: readonly WorkingDayPack[] = Object.entries(announced).map(([year, found]) => ({
  name: `working-days-${year}`,
  version: 1,
  jurisdiction: 'country',
  validFrom: `${year}-01-01`,
  validTo: `${year}-12-31`,
  legalBasis: found.legalBasis,
  unconfirmed: found.unconfirmed,
  year: Number(year),
  tetFrom: found.tetFrom ?? null,
  nationalDayBeside: found.nationalDayBeside ?? null,
  swaps: found.swaps ?? [],
  daysOff: [],
}));
