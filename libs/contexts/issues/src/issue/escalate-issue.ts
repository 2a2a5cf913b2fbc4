import { cadreRecord } from '#contexts/assignments/contracts';
import { act, Command, DomainError, type LocalDate } from '#kernel';
import { IsDay, IsLine } from '#platform';
import { IsIn, IsOptional, IsUUID } from 'class-validator';
import { noticeDeadline } from '../rules/issue-rules.js';
import { readSending, refuseUnfitHolder } from './holder.js';
import { issue, issueEscalated } from './issue.js';
import { dayOf, issuePack } from './issue-pack.js';
import { takeStep } from './step.js';
import { escalationCauses, type EscalationCause } from './vocabulary.js';

export class EscalateIssue extends Command {
  @IsUUID() issueId!: string;
  /** A superior of the holder, or a department beside the way up; the root's id for the centre. */
  @IsUUID() toUnitId!: string;
  /** The member of that unit's standing committee who is in charge: told of it, and named in every list. */
  @IsOptional() @IsUUID() inChargeCadreId?: string;
  @IsIn(escalationCauses) cause!: EscalationCause;
  /** Why, in words. */
  @IsLine() reason!: string;
  /** The day of entry when left out. */
  @IsOptional() @IsDay() effectiveAt?: LocalDate;
}

export const escalateIssue = act({
  name: 'escalate-issue',
  summary: { vi: 'Chuyển kiến nghị lên cấp trên, sang cơ quan có thẩm quyền', en: 'Escalate an issue' },
  command: EscalateIssue,
  aggregate: issue,
  roles: ['cadre', 'secretary', 'office', 'responsible-body', 'admin'],
  id: (command) => command.issueId,
  unit: (_command, state) => state.holderUnitId,
  facts: async (command, { holderUnitId }, read) => ({
    pack: await issuePack(read, command.toUnitId, dayOf(command)),
    sending: holderUnitId === undefined ? undefined : await readSending(read, holderUnitId, command.toUnitId),
    inCharge: command.inChargeCadreId && (await read.state(cadreRecord, command.inChargeCadreId)).status,
  }),

  decide({ issueId, toUnitId, cause, effectiveAt, inChargeCadreId }, state, { facts, today }) {
    const on = effectiveAt ?? today;
    const { unitId, holderUnitId } = takeStep('escalate', issueId, state, { on, today });
    if (toUnitId === holderUnitId) throw new DomainError('issue.holder-has-it', { unitId: toUnitId });
    refuseUnfitHolder(facts.sending!);
    if (inChargeCadreId !== undefined && facts.inCharge !== 'active') {
      throw new DomainError('issue.cadre-unknown', { cadreId: inChargeCadreId });
    }
    const { dueOn, ...setBy } = noticeDeadline(facts.pack, on);
    return [
      issueEscalated({
        issueId,
        unitId,
        fromUnitId: holderUnitId,
        holderUnitId: toUnitId,
        holderLevel: facts.sending!.target.level,
        cause,
        escalatedOn: on,
        inChargeCadreId: inChargeCadreId ?? null,
        noticeDueOn: dueOn,
        ...setBy,
      }),
    ];
  },
});
