import type { MeetingKind } from '../meeting/vocabulary.js';
import type { RulePack } from './rule-pack.js';

/** `percent` of the base, strictly above; `minutes` at least. */
export type StandardRule =
  | { readonly rule: 'turnout-above'; readonly percent: number }
  | { readonly rule: 'none-absent-without-reason' }
  | { readonly rule: 'lasts-at-least'; readonly minutes: number }
  | { readonly rule: 'none-excused-running'; readonly moreThan: number }
  | { readonly rule: 'prepared-by-committee' }
  | { readonly rule: 'minutes-complete' };

export interface MeetingStandardPack extends RulePack {
  /** Kinds of meeting that it judges. */
  readonly kinds: readonly MeetingKind[];
  readonly rules: readonly StandardRule[];
}

/** "Sinh hoạt chi bộ đạt chuẩn": when a regular meeting is up to standard. Data: a change of rules is a change here. */
export const meetingStandardPacks: readonly MeetingStandardPack[] = [
  {
    name: '12-HD',
    version: 1,
    jurisdiction: 'country',
    validFrom: '2018-07-06',
    validTo: null,
    legalBasis: 'Hướng dẫn 12-HD/BTCTW (2018)',
    unconfirmed: [
      'day of issue, 2018-07-06',
      'last day: 42-HD/BTCTW (2025) replaces it, but its score sheets are not public; this pack stays until they are',
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
  },
];
