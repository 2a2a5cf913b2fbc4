import type { LocalDate } from '#kernel';

export const scenarioName = 'ben-tre-2017';

/** The motto of the three tiers is public; number and day of the decision are not, and are made up: "(mẫu)" says so. */
export const motto = 'Tỉnh nắm tới xã; huyện nắm tới ấp, khu phố; xã nắm tới hộ gia đình';
export const decision = { number: '540-QĐ/TU (mẫu)', date: '2016-12-20', issuer: 'Tỉnh ủy Bến Tre' } as const;
export const assignedFrom: LocalDate = '2017-01-01';
export const lastDay: LocalDate = '2021-06-30';

/** Made up: how many communes of the district the story follows, cells in each, groups of households in each cell. */
export const communeCount = 4;
export const cellsPerCommune = 2;

/** Days on which the cells met: once a quarter, 2017 to 2020. */
export const meetingDays: readonly LocalDate[] = ['2017', '2018', '2019', '2020'].flatMap((year) =>
  ['02-20', '05-08', '08-07', '11-06'].map((day) => `${year}-${day}`),
);

/**
 * How the issues go, in the order in which they came up at the meetings of 2019. What a hamlet road costs is beyond the
 * authority of a commune and of a district.
 */
export const courses = [
  ...(['left-with-commune', 'beyond-authority', 'settled-by-commune', 'anonymous'] as const),
  ...(['beyond-authority', 'waits-for-funds', 'settled-by-commune', 'not-mine'] as const),
  ...(['duplicate', 'beyond-authority', 'settled-by-commune', 'withdrawn'] as const),
  ...(['beyond-authority', 'waits-for-funds', 'left-with-member', 'settled-by-commune'] as const),
] as const;
export type Course = (typeof courses)[number];

/** Support raised for roads and bridges: commune by its place, VND. Made up. */
export const support = [
  {
    commune: 0,
    kind: 'rural-road',
    amountVnd: 350_000_000,
    raisedOn: '2018-03-15',
    forWhat: 'Bê tông hóa 500 m đường ấp',
  },
  { commune: 0, kind: 'bridge', amountVnd: 120_000_000, raisedOn: '2019-07-02', forWhat: 'Cầu bắc qua kênh nội đồng' },
  { commune: 1, kind: 'rural-road', amountVnd: 275_500_000, raisedOn: '2018-10-20', forWhat: 'Đường liên ấp' },
  { commune: 2, kind: 'rural-road', amountVnd: 410_000_000, raisedOn: '2019-04-11', forWhat: 'Đường liên ấp' },
  { commune: 2, kind: 'housing', amountVnd: 60_000_000, raisedOn: '2020-01-10', forWhat: 'Nhà tình nghĩa' },
  { commune: 3, kind: 'rural-road', amountVnd: 198_000_000, raisedOn: '2020-09-09', forWhat: 'Đường vào trường' },
] as const;
