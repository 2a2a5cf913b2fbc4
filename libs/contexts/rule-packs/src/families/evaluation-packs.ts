import type { EvaluationPack } from './evaluation.js';

/** Central regulations on evaluation, as data. Days are from the regulations; `unconfirmed` says what is not. */
export const evaluationPacks: readonly EvaluationPack[] = [
  {
    name: '132',
    version: 1,
    jurisdiction: 'country',
    validFrom: '2018-03-08',
    validTo: '2023-10-03',
    legalBasis: 'Quy định 132-QĐ/TW ngày 08/3/2018',
    unconfirmed: ['the rules of every grade', 'excellentCap'],
    usesScores: false,
    grades: { excellent: null, good: null, completed: null, failed: null },
    excellentCap: null,
  },
  {
    name: '124',
    version: 1,
    jurisdiction: 'country',
    validFrom: '2023-10-04',
    validTo: '2025-08-29',
    legalBasis: 'Quy định 124-QĐ/TW (2023)',
    unconfirmed: [
      'validFrom: the day of issue is not confirmed',
      'the score bands: taken over from pack 366, to be set by jurisdiction',
      'the conditions of each grade besides the score: not found',
      'the groups of similar units of excellentCap, and its rounding',
    ],
    usesScores: true,
    grades: {
      excellent: [{ rule: 'score', atLeast: 90, unconfirmed: true }],
      good: [{ rule: 'score', atLeast: 70, below: 90, unconfirmed: true }],
      completed: [{ rule: 'score', atLeast: 50, below: 70, unconfirmed: true }],
      failed: [{ rule: 'score', below: 50, unconfirmed: true }],
    },
    excellentCap: { percent: 20, of: ['good'], rounding: 'down' },
  },
  {
    name: '366',
    version: 1,
    jurisdiction: 'country',
    validFrom: '2025-08-30',
    validTo: null,
    legalBasis: 'Quy định 366-QĐ/TW ngày 30/8/2025, Hướng dẫn 43-HD/BTCTW',
    unconfirmed: ['excellentCap'],
    usesScores: true,
    grades: {
      excellent: [
        { rule: 'score', atLeast: 90 },
        { rule: 'all-tasks-done' },
        { rule: 'all-tasks-on-time' },
        { rule: 'tasks-of-good-quality' },
        { rule: 'tasks-above-requirement', atLeastPercent: 30 },
        { rule: 'nobody-disciplined' },
        { rule: 'shortcomings-mended' },
      ],
      good: [{ rule: 'score', atLeast: 70, below: 90 }, { rule: 'all-tasks-done' }, { rule: 'all-tasks-on-time' }],
      completed: [
        { rule: 'score', atLeast: 50, below: 70 },
        { rule: 'all-tasks-done' },
        { rule: 'tasks-late', atMostPercent: 20 },
      ],
      failed: [{ rule: 'score', below: 50 }],
    },
    excellentCap: null,
  },
];
