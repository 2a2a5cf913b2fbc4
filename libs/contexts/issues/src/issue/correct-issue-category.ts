import { act, Command } from '#kernel';
import { IsLine } from '#platform';
import { IsIn, IsUUID } from 'class-validator';
import { issue, issueCategoryCorrected } from './issue.js';
import { known } from './step.js';
import { issueCategoryCodes } from './vocabulary.js';

export class CorrectIssueCategory extends Command {
  @IsUUID() issueId!: string;
  @IsIn(issueCategoryCodes) category!: string;
  /** What was wrong with it. */
  @IsLine() reason!: string;
}

/** Đính chính: it was in the wrong category from the first day; settled issues too. */
export const correctIssueCategory = act({
  name: 'correct-issue-category',
  summary: { vi: 'Đính chính lĩnh vực của kiến nghị', en: 'Correct the category of an issue' },
  command: CorrectIssueCategory,
  aggregate: issue,
  roles: ['office', 'responsible-body', 'admin'],
  id: (command) => command.issueId,
  unit: (_command, state) => state.holderUnitId,
  effectiveAt: (_command, state) => state.raised?.raisedOn,

  decide({ issueId, category }, state) {
    const { unitId, holderUnitId } = known(issueId, state);
    if (category === state.category) return [];
    return [issueCategoryCorrected({ issueId, unitId, holderUnitId, category, previousCategory: state.category })];
  },
});
