import { issueCategories } from '#contexts/issues/contracts';
import { act, Command } from '#kernel';
import { IsLine } from '#platform';
import { ArrayMaxSize, IsArray, IsIn, IsOptional, IsUUID } from 'class-validator';
import { factDay, meeting, themeSummarised, themeText, type Meeting } from './meeting.js';
import { refuseUnlessConference } from './record-delegations.js';

const categories: readonly string[] = issueCategories.map(({ code }) => code);

export class SummariseTheme extends Command {
  @IsUUID() meetingId!: string;
  /** A category of issues: the opinions themselves are issues of that category raised at this conference. */
  @IsIn(categories) category!: string;
  @IsArray() @ArrayMaxSize(50) @IsLine(1000, { each: true }) causes!: string[];
  @IsOptional() @IsLine(5000) conclusion?: string;
}

/** What a listening conference found to be the causes under one theme. Summarising again replaces it. */
export const summariseTheme = act({
  name: 'summarise-theme',
  summary: { vi: 'Tổng hợp nguyên nhân theo nhóm vấn đề', en: 'Summarise the causes under a theme of a conference' },
  command: SummariseTheme,
  aggregate: meeting,
  roles: ['office', 'admin'],
  id: (command) => command.meetingId,
  unit: (_command, state) => state.unitId,
  effectiveAt: (_command, state) => factDay(state),

  decide({ meetingId, category, causes, conclusion = null }, state) {
    refuseUnlessConference(state, meetingId);
    const known = state.themes.get(category);
    if (known === themeText({ causes, conclusion })) return [];
    const { unitId, heldOn } = state as Required<Meeting>;
    const isReplacement = known !== undefined;
    return [themeSummarised({ meetingId, unitId, heldOn, category, causes, conclusion, isReplacement })];
  },
});
