import type { MeetingStandardPack } from './meeting-standard.js';

/** "Sinh hoạt chi bộ đạt chuẩn": when a regular meeting is up to standard. Data: a change of rules is a change here. */
export const meetingStandardPacks: readonly MeetingStandardPack[] = [
  {
    name: '12-HD',
    version: 1,
    jurisdiction: 'country',
    validFrom: '2018-07-06',
    validTo: '2025-10-27',
    legalBasis: 'Hướng dẫn 12-HD/BTCTW (2018), thay bằng 42-HD/BTCTW ngày 28/10/2025',
    unconfirmed: [
      'validFrom: the day of issue is not confirmed',
      'scoreSheet.bands: only "good from 90" is confirmed, the bands below it are not',
      'scoreSheet.gates: the share of members who must speak is not confirmed, a person judges it',
      'warnings.excusedRunning: the rule speaks of more than 3; the warning comes at 3, before it is broken',
    ],
    kinds: ['regular'],
    rules: [
      { rule: 'turnout-above', percent: 85 },
      { rule: 'none-absent-without-reason' },
      { rule: 'lasts-at-least', minutes: 90 },
      { rule: 'none-excused-running', moreThan: 3 },
      { rule: 'prepared-by-committee' },
      { rule: 'minutes-complete' },
    ],
    scoreSheet: {
      outOf: 100,
      bands: [
        { grade: 'good', from: 90 },
        { grade: 'fair', from: 70 },
        { grade: 'average', from: 50 },
        { grade: 'poor', from: 0 },
      ],
      gates: [
        { gate: 'turnout', percent: 85 },
        { gate: 'duration', minutes: 90 },
        { gate: 'speakers', percent: null },
        { gate: 'minutes' },
      ],
      failedGateAtMost: 'fair',
    },
    warnings: { monthsAbsentInYear: 3, excusedRunning: 3 },
  },
  {
    name: '42-HD',
    version: 1,
    jurisdiction: 'country',
    validFrom: '2025-10-28',
    validTo: null,
    legalBasis:
      'Hướng dẫn 42-HD/BTCTW ngày 28/10/2025; Quy định 294-QĐ/TW về thi hành Điều lệ Đảng (ba tháng trong năm)',
    unconfirmed: [
      'rules, scoreSheet: those of 42-HD/BTCTW were not found, so that no meeting is judged until a pack is published',
      'warnings.excusedRunning: taken over from 12-HD',
    ],
    kinds: ['regular'],
    rules: [],
    scoreSheet: null,
    warnings: { monthsAbsentInYear: 3, excusedRunning: 3 },
  },
];
