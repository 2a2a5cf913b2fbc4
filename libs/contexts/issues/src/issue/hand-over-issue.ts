import { unitRecord } from '#contexts/org-units/contracts';
import { act, Command, DomainError, type DecisionRef, type LocalDate } from '#kernel';
import { IsDay, OptionalDecision } from '#platform';
import { IsUUID } from 'class-validator';
import { issue, issueHandedOver } from './issue.js';
import { isOpen, known } from './step.js';

export class HandOverIssue extends Command {
  @IsUUID() issueId!: string;
  /** The closed unit. */
  @IsUUID() fromUnitId!: string;
  @IsUUID() toUnitId!: string;
  /** First day with the successor. */
  @IsDay() effectiveAt!: LocalDate;
  @OptionalDecision() decision?: DecisionRef;
}

/**
 * From a closed holder to its successor: by the process `issues-of-closed-units` when there is one successor, by a
 * person when there are several or none. The deadline stays.
 */
export const handOverIssue = act({
  name: 'hand-over-issue',
  summary: { vi: 'Chuyển giao kiến nghị của đơn vị đã kết thúc', en: 'Hand over an issue of a closed unit' },
  command: HandOverIssue,
  aggregate: issue,
  roles: ['office', 'admin'],
  id: (command) => command.issueId,
  unit: (_command, state) => state.holderUnitId,
  facts: async ({ fromUnitId, toUnitId }, _state, read) => ({
    from: await read.state(unitRecord, fromUnitId),
    to: await read.state(unitRecord, toUnitId),
  }),

  decide(command, state, { actor, facts, today }) {
    const { issueId, fromUnitId, toUnitId, effectiveAt } = command;
    const { holderUnitId, lastStepOn, unitId } = known(issueId, state);
    // Somebody moved or settled it meanwhile: nothing is left to hand over.
    if (actor.role === 'system' && (!isOpen(state) || holderUnitId !== fromUnitId)) return [];
    if (!isOpen(state)) throw new DomainError('issue.cannot-hand-over', { status: state.status });
    if (holderUnitId !== fromUnitId) throw new DomainError('issue.not-with-holder', { unitId: holderUnitId });
    if (effectiveAt > today) throw new DomainError('issue.step-in-future', { on: effectiveAt, today });
    if (facts.from.status !== 'closed') throw new DomainError('issue.holder-not-closed', { unitId: fromUnitId });
    if (facts.to.status === 'none') throw new DomainError('issue.holder-unknown', { unitId: toUnitId });
    if (facts.to.status === 'closed') throw new DomainError('issue.holder-closed', { unitId: toUnitId });
    // A closing that was entered late must not put its day before steps that were taken since.
    const on = effectiveAt > lastStepOn! ? effectiveAt : lastStepOn!;
    return [issueHandedOver({ issueId, unitId, fromUnitId, holderUnitId: toUnitId, holderLevel: facts.to.level, on })];
  },
});
