import { act, Command, DomainError, tidyName, type LocalDate } from '#kernel';
import { IsDay, IsLine } from '#platform';
import { Type } from 'class-transformer';
import { ArrayMaxSize, ArrayMinSize, IsArray, IsIn, IsOptional, IsUUID, ValidateNested } from 'class-validator';
import { issue, issueSplit } from './issue.js';
import { takeStep } from './step.js';
import { issueCategoryCodes } from './vocabulary.js';

export class IssuePartBody {
  /** Id of the new issue. */
  @IsUUID() issueId!: string;
  @IsLine(300) title!: string;
  @IsIn(issueCategoryCodes) category!: string;
}

export class SplitIssue extends Command {
  @IsUUID() issueId!: string;
  @IsArray()
  @ArrayMinSize(2)
  @ArrayMaxSize(20)
  @ValidateNested({ each: true })
  @Type(() => IssuePartBody)
  parts!: IssuePartBody[];
  /** Why, in words. */
  @IsLine() reason!: string;
  /** The day of entry when left out. */
  @IsOptional() @IsDay() effectiveAt?: LocalDate;
}

/** One intake that holds several matters. The parts stand with the same holder, as issues of their own. */
export const splitIssue = act({
  name: 'split-issue',
  summary: { vi: 'Tách kiến nghị thành nhiều kiến nghị', en: 'Split an issue' },
  command: SplitIssue,
  aggregate: issue,
  roles: ['secretary', 'office', 'responsible-body', 'admin'],
  id: (command) => command.issueId,
  unit: (_command, state) => state.holderUnitId,
  facts: async ({ parts }, _state, read) => {
    const taken: string[] = [];
    for (const part of parts) if ((await read.state(issue, part.issueId)).status !== 'none') taken.push(part.issueId);
    return { taken };
  },

  decide({ issueId, parts, effectiveAt }, state, { facts, today }) {
    const on = effectiveAt ?? today;
    const { unitId, holderUnitId } = takeStep('split', issueId, state, { on, today });
    const ids = parts.map((part) => part.issueId);
    const twice = ids.filter((id, index) => ids.indexOf(id) !== index || id === issueId);
    const taken = [...facts.taken, ...twice];
    if (taken.length > 0) throw new DomainError('issue.already-raised', { issueIds: taken });
    const named = parts.map((part) => ({
      issueId: part.issueId,
      title: tidyName(part.title),
      category: part.category,
    }));
    return [issueSplit({ issueId, unitId, holderUnitId, on, parts: named })];
  },
});
