import type { RulePack } from '#kernel';
import type { MeetingKind } from '../meeting/vocabulary.js';

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
    validTo: '2025-10-27',
    legalBasis: 'Hướng dẫn 12-HD/BTCTW (2018), thay bằng 42-HD/BTCTW ngày 28/10/2025',
    unconfirmed: [
      'validFrom: the day of issue is not confirmed',
      'the pack that follows: the score sheets of 42-HD/BTCTW are not public, so no pack judges meetings after validTo',
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
