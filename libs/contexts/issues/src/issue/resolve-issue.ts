import { act, Command, type LocalDate } from '#kernel';
import { IsDay, IsLine } from '#platform';
import { IsOptional, IsUUID } from 'class-validator';
import { issue, issueResolved } from './issue.js';
import { takeStep } from './step.js';

export class ResolveIssue extends Command {
  @IsUUID() issueId!: string;
  /** What was done in the end. */
  @IsOptional() @IsLine(2000) outcome?: string;
  /** The day of entry when left out. */
  @IsOptional() @IsDay() effectiveAt?: LocalDate;
}

export const resolveIssue = act({
  name: 'resolve-issue',
  summary: { vi: 'Kết thúc giải quyết kiến nghị', en: 'Resolve an issue' },
  command: ResolveIssue,
  aggregate: issue,
  roles: ['secretary', 'office', 'responsible-body', 'admin'],
  id: (command) => command.issueId,
  unit: (_command, state) => state.holderUnitId,

  decide({ issueId, outcome, effectiveAt }, state, { today }) {
    const on = effectiveAt ?? today;
    const { unitId, holderUnitId } = takeStep('resolve', issueId, state, { on, today });
    return [issueResolved({ issueId, unitId, holderUnitId, outcome: outcome ?? null, resolvedOn: on })];
  },
});
