import type { LocalDate, Month } from '#kernel';

/** Quyết định 1391-QĐ/TU, by which the province's cadres follow communes; 1390-QĐ/TU of that day is the regulation. */
export const assignmentDecision = {
  number: '1391-QĐ/TU',
  date: '2024-08-29',
  issuer: 'Tỉnh ủy Bắc Kạn',
} as const;

/** A decision takes effect on the day it is signed unless it says otherwise. */
export const assignedFrom: LocalDate = assignmentDecision.date;

/** That a cadre was replaced is known; the decision's number and day are not, and are made up: "(mẫu)" says so. */
export const replacementDecision = {
  number: '1602-QĐ/TU (mẫu)',
  date: '2024-12-27',
  issuer: 'Tỉnh ủy Bắc Kạn',
} as const;
export const replacedOn: LocalDate = '2025-01-01';

/**
 * A year of meetings. It begins two months before the decision, when nobody was expected, and ends with the province
 * and its districts on 2025-06-30.
 */
export const months: readonly Month[] = [
  '2024-07',
  '2024-08',
  '2024-09',
  '2024-10',
  '2024-11',
  '2024-12',
  '2025-01',
  '2025-02',
  '2025-03',
  '2025-04',
  '2025-05',
  '2025-06',
];
export const lastDay: LocalDate = '2025-06-30';

/** Months in which the cadre who was replaced did not come. */
export const failedMonths: readonly Month[] = ['2024-10', '2024-11', '2024-12'];

/** Place in the list of communes, which is in the order of their codes. */
export const failedIndex = 41;
