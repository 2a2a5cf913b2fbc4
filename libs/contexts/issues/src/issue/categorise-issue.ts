import { act, Command, type LocalDate } from '#kernel';
import { IsDay } from '#platform';
import { IsIn, IsOptional, IsUUID } from 'class-validator';
import { issue, issueCategorised } from './issue.js';
import { takeStep } from './step.js';
import { issueCategoryCodes } from './vocabulary.js';

export class CategoriseIssue extends Command {
  @IsUUID() issueId!: string;
  @IsIn(issueCategoryCodes) category!: string;
  /** The day of entry when left out. */
  @IsOptional() @IsDay() effectiveAt?: LocalDate;
}

/** By the body that holds it, which knows the themes better than whoever raised it. */
export const categoriseIssue = act({
  name: 'categorise-issue',
  summary: { vi: 'Phân loại kiến nghị theo lĩnh vực', en: 'Put an issue into a category' },
  command: CategoriseIssue,
  aggregate: issue,
  roles: ['cadre', 'secretary', 'office', 'responsible-body', 'admin'],
  id: (command) => command.issueId,
  unit: (_command, state) => state.holderUnitId,

  decide({ issueId, category, effectiveAt }, state, { today }) {
    const on = effectiveAt ?? today;
    const { unitId, holderUnitId } = takeStep('categorise', issueId, state, { on, today });
    if (category === state.category) return [];
    return [issueCategorised({ issueId, unitId, holderUnitId, category, previousCategory: state.category, on })];
  },
});
