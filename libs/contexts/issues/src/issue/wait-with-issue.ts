import { act, Command, type LocalDate } from '#kernel';
import { IsDay, IsLine } from '#platform';
import { IsIn, IsOptional, IsUUID } from 'class-validator';
import { issue, issueWaitStarted } from './issue.js';
import { takeStep } from './step.js';
import { waitReasons, type WaitReason } from './vocabulary.js';

export class WaitWithIssue extends Command {
  @IsUUID() issueId!: string;
  @IsIn(waitReasons) waitsFor!: WaitReason;
  /** What is missing, in words. */
  @IsLine() reason!: string;
  /** The day of entry when left out. */
  @IsOptional() @IsDay() effectiveAt?: LocalDate;
}

/** The clock stands until `resume-issue`. */
export const waitWithIssue = act({
  name: 'wait-with-issue',
  summary: { vi: 'Tạm dừng giải quyết kiến nghị để chờ', en: 'Let an issue wait' },
  command: WaitWithIssue,
  aggregate: issue,
  roles: ['secretary', 'office', 'responsible-body', 'admin'],
  id: (command) => command.issueId,
  unit: (_command, state) => state.holderUnitId,

  decide({ issueId, waitsFor, effectiveAt }, state, { today }) {
    const on = effectiveAt ?? today;
    const { unitId, holderUnitId } = takeStep('wait', issueId, state, { on, today });
    return [issueWaitStarted({ issueId, unitId, holderUnitId, waitsFor, on })];
  },
});
