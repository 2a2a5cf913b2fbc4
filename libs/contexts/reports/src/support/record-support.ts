import { cadreRecord } from '#contexts/assignments/contracts';
import { unitRecord } from '#contexts/org-units/contracts';
import { act, Command, DomainError, notFound, type DecisionRef, type LocalDate } from '#kernel';
import { IsDay, IsLine, OptionalDecision } from '#platform';
import { IsIn, IsInt, IsOptional, IsUUID, Max, Min } from 'class-validator';
import { support, supportKinds, supportRaised, type SupportKind } from './support.js';

/** A thousand billion: more than any one work; keeps a slip of the finger out of the sums. */
export const mostVnd = 1_000_000_000_000_000;

export class RecordSupport extends Command {
  /** Made by the client. */
  @IsUUID() supportId!: string;
  /** The unit for which it was raised. */
  @IsUUID() unitId!: string;
  @IsIn(supportKinds) kind!: SupportKind;
  /** Whole VND; of what is given in kind its value. */
  @IsInt() @Min(1) @Max(mostVnd) amountVnd!: number;
  @IsLine(1000) forWhat!: string;
  @IsDay() raisedOn!: LocalDate;
  /** The cadre who helped to raise it. */
  @IsOptional() @IsUUID() cadreId?: string;
  /** A body, a company, an association; no private person. */
  @IsOptional() @IsLine(300) giver?: string;
  @OptionalDecision() decision?: DecisionRef;
}

export const recordSupport = act({
  name: 'record-support',
  summary: { vi: 'Ghi nhận nguồn hỗ trợ vận động được', en: 'Record support raised for a unit' },
  command: RecordSupport,
  aggregate: support,
  roles: ['cadre', 'secretary', 'office', 'admin'],
  id: (command) => command.supportId,
  creates: true,
  unit: (command) => command.unitId,
  effectiveAt: ({ raisedOn }) => raisedOn,
  facts: async ({ unitId, cadreId }, _state, read) => ({
    unit: await read.state(unitRecord, unitId),
    isCadreKnown: cadreId === undefined || (await read.state(cadreRecord, cadreId)).status !== 'none',
  }),

  decide(command, state, { facts, today }) {
    const { supportId, unitId, kind, amountVnd, forWhat, raisedOn, cadreId = null, giver = null } = command;
    if (state.status !== 'none') throw new DomainError('support.already-recorded', { supportId });
    if (facts.unit.status === 'none') throw notFound('unit.unknown', { unitId });
    if (!facts.isCadreKnown) throw new DomainError('support.cadre-unknown', { cadreId });
    if (raisedOn > today) throw new DomainError('support.day-in-future', { on: raisedOn, today });
    const { openedOn, closedOn } = facts.unit;
    if ((openedOn !== undefined && raisedOn < openedOn) || (closedOn !== undefined && raisedOn > closedOn)) {
      throw new DomainError('support.unit-not-open', { unitId, on: raisedOn, closedOn: closedOn ?? null });
    }
    return [supportRaised({ supportId, unitId, kind, amountVnd, forWhat, raisedOn, cadreId, giver })];
  },
});
