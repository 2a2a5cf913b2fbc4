import { lineage } from '#contexts/org-units/contracts';
import { act, Command, type LocalDate } from '#kernel';
import { IsDay, IsLine } from '#platform';
import { IsUUID } from 'class-validator';
import { noticeDeadline } from '../rules/issue-rules.js';
import { issue, issueEscalated } from './issue.js';
import { issuePack } from './issue-pack.js';
import { isOpen } from './step.js';

export class EscalateOverdueIssue extends Command {
  @IsUUID() issueId!: string;
  /** The missed deadline: another one has been set when they differ. */
  @IsDay() dueOn!: LocalDate;
  @IsLine() reason!: string;
  @IsDay() effectiveAt!: LocalDate;
}

/** By the process `issue-deadlines`, where the pack says so: to the nearest open superior of the holder, if any. */
export const escalateOverdueIssue = act({
  name: 'escalate-overdue-issue',
  summary: { vi: 'Chuyển cấp trên do quá hạn (tự động)', en: 'Escalate an overdue issue (automatic)' },
  command: EscalateOverdueIssue,
  aggregate: issue,
  roles: [],
  id: (command) => command.issueId,
  unit: (_command, state) => state.holderUnitId,
  facts: async ({ effectiveAt }, { holderUnitId = '' }, read) => {
    const above = (await lineage(read, holderUnitId)).slice(1).find(({ record }) => record.status === 'open');
    return { superior: above, pack: await issuePack(read, above?.unitId ?? holderUnitId, effectiveAt) };
  },

  decide({ issueId, dueOn, effectiveAt }, state, { facts }) {
    const { holderUnitId, lastStepOn, status, unitId } = state;
    const isStill = isOpen(state) && status !== 'waiting' && status !== 'answered' && state.dueOn === dueOn;
    if (!isStill || !facts.superior) return [];
    const on = effectiveAt > lastStepOn! ? effectiveAt : lastStepOn!;
    const { dueOn: noticeDueOn, ...setBy } = noticeDeadline(facts.pack, on);
    return [
      issueEscalated({
        issueId,
        unitId: unitId!,
        fromUnitId: holderUnitId!,
        holderUnitId: facts.superior.unitId,
        holderLevel: facts.superior.record.level,
        cause: 'overdue',
        escalatedOn: on,
        inChargeCadreId: null,
        noticeDueOn,
        ...setBy,
      }),
    ];
  },
});
