import type { LocalDate, Month } from '#kernel';

export const scenarioName = 'quang-tri-2017';

/** Thông báo 143 of 2017 asks for an attendance every month. Its day is not known and made up; "(mẫu)" says so. */
export const notice = { number: 'Thông báo 143 (ngày mẫu)', date: '2017-06-20', issuer: 'Thị ủy Quảng Trị' } as const;
export const assignedFrom: LocalDate = '2017-07-01';

/** Four years. */
export const months: readonly Month[] = Array.from({ length: 48 }, (_, index) => {
  const month = 6 + index;
  return `${2017 + Math.floor(month / 12)}-${String((month % 12) + 1).padStart(2, '0')}`;
});
export const lastDay: LocalDate = '2021-06-30';

/** Made up: how many cells of the five communes are followed. */
export const cellCount = 24;

/** Places in the list of cells. The cadre of one rotates, that of another stays away, a third's is excused for long. */
export const rotated = {
  index: 6,
  on: '2019-07-01',
  decision: { ...notice, number: '88-QĐ/ThU (mẫu)', date: '2019-06-24' },
};
export const absent = { index: 10, months: ['2019-03', '2019-05', '2019-06'] as readonly Month[] };
export const excused = { index: 14, months: ['2020-02', '2020-03', '2020-04', '2020-05'] as readonly Month[] };

/** Cadres who also sit in an inspection of the very cell that they follow. */
export const inspections = [
  { index: 3, from: '2019-05-06', to: '2019-05-31', number: '21-QĐ/UBKT (mẫu)' },
  { index: 17, from: '2020-09-07', to: '2020-10-02', number: '34-QĐ/UBKT (mẫu)' },
] as const;
/** An inspector who follows another cell: no conflict. */
export const soundInspection = { index: 20, inspects: 1, from: '2020-03-02', to: '2020-03-20' } as const;

/** The rule pack that asks for a report a year, within 20 days; the periods of the real notice are not known. */
export const reportsPack = { name: 'following-143-TB (báo cáo, mẫu)', dueDays: 20 } as const;
export const reportYears = ['2018', '2019', '2020'] as const;
