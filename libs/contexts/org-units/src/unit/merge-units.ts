import { act, addDays, Command, DomainError, notFound, type Actor, type DecisionRef, type LocalDate } from '#kernel';
import { IsDay, IsDecision, IsLine } from '#platform';
import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayNotEmpty,
  ArrayUnique,
  IsIn,
  IsObject,
  IsOptional,
  IsUUID,
  ValidateNested,
} from 'class-validator';
import { lineage } from './ancestors.js';
import { levelCodes } from './levels.js';
import { readParent, refuseUnfitParent } from './parent.js';
import { registration } from './registration.js';
import { readRelated, type Related } from './successors.js';
import { unitRecord, unitsMerged, type UnitRecord } from './unit.js';

/** What a unit formed by a merger is; see `register-unit`. */
export class FormedUnit {
  @IsLine(200) name!: string;
  @IsIn(levelCodes) level!: string;
  @IsOptional() @IsLine(50) kind?: string;
  @IsOptional() @IsLine(20) code?: string;
  @IsUUID() parentId!: string;
}

export class MergeUnits extends Command {
  /** The unit that carries on the work of the others. */
  @IsUUID() unitId!: string;
  @IsUUID(undefined, { each: true }) @ArrayNotEmpty() @ArrayMaxSize(200) @ArrayUnique() predecessorIds!: string[];
  /** First day on which it does; the last day of the predecessors is the day before. */
  @IsDay() effectiveAt!: LocalDate;
  /** Hợp nhất: the act forms the unit. Left out (sáp nhập) the unit exists. */
  @IsOptional() @IsObject() @ValidateNested() @Type(() => FormedUnit) newUnit?: FormedUnit;
  @IsDecision() decision!: DecisionRef;
}

/**
 * One append on the stream of the unit that remains, so that no merger is half decided. Each predecessor is then closed
 * by its own `close-unit`; until all are, `unit-successions?show=unfinished` lists them.
 */
export const mergeUnits = act({
  name: 'merge-units',
  summary: { vi: 'Hợp nhất, sáp nhập đơn vị', en: 'Merge units into a new or an existing one' },
  command: MergeUnits,
  aggregate: unitRecord,
  roles: ['office', 'admin'],
  id: (command) => command.unitId,
  unit: (command, state) => (state.status === 'none' ? command.newUnit?.parentId : command.unitId),

  async facts({ unitId, newUnit, predecessorIds }, state, read) {
    const aboveId = newUnit?.parentId ?? state.aboveId;
    return {
      parent: newUnit && (await readParent(read, newUnit.parentId)),
      aboveIds: aboveId === undefined ? [] : (await lineage(read, aboveId)).map((each) => each.unitId),
      predecessors: await readRelated(
        read,
        predecessorIds.filter((id) => id !== unitId),
      ),
    };
  },

  decide(command, state, { facts, actor }) {
    const { unitId, predecessorIds, newUnit, effectiveAt: on } = command;
    if (predecessorIds.every((id) => state.predecessorIds.includes(id))) return [];
    refuseUnfitUnit(command, state);
    if (predecessorIds.includes(unitId)) throw new DomainError('org-unit.own-successor', { unitId });
    const newcomers = facts.predecessors.filter((each) => !state.predecessorIds.includes(each.unitId));
    for (const each of newcomers) refuseUnfitPredecessor(each, { unitId, on, aboveIds: facts.aboveIds, actor });
    const merged = unitsMerged({
      unitId,
      predecessorIds: newcomers.map((each) => each.unitId),
      on,
      isNew: newUnit !== undefined,
    });
    if (!newUnit) return [merged];
    refuseUnfitParent(facts.parent!, newUnit.parentId, newUnit.level);
    return [registration({ ...newUnit, unitId, openedOn: on }), merged];
  },
});

function refuseUnfitUnit({ unitId, newUnit, effectiveAt: on }: MergeUnits, state: UnitRecord): void {
  if (state.status === 'none' && !newUnit) throw notFound('org-unit.unknown', { unitId });
  if (state.status !== 'none' && newUnit) throw new DomainError('org-unit.already-registered', { unitId });
  if (state.status === 'closed') throw new DomainError('org-unit.closed', { unitId, closedOn: state.closedOn });
  if (state.openedOn !== undefined && on < state.openedOn) {
    throw new DomainError('org-unit.merges-before-it-opens', { on, openedOn: state.openedOn });
  }
}

interface Merger {
  readonly unitId: string;
  readonly on: LocalDate;
  /** Those above the unit that remains. */
  readonly aboveIds: readonly string[];
  readonly actor: Actor;
}

/** One that its own stream closed already for this merger is fit. @throws DomainError */
function refuseUnfitPredecessor({ unitId, record, aboveIds }: Related, merger: Merger): void {
  const predecessorId = unitId;
  if (record.status === 'none') throw new DomainError('org-unit.predecessor-unknown', { predecessorId });
  if (!aboveIds.includes(merger.actor.unitId)) throw forbiddenPredecessor(predecessorId);
  const isClosedForIt = record.closedOn === addDays(merger.on, -1) && record.successorIds.includes(merger.unitId);
  if (record.status === 'closed' && !isClosedForIt) {
    throw new DomainError('org-unit.predecessor-closed', { predecessorId, closedOn: record.closedOn });
  }
  if (record.openedOn! >= merger.on) {
    throw new DomainError('org-unit.predecessor-not-open', { predecessorId, openedOn: record.openedOn });
  }
  if (merger.aboveIds.includes(predecessorId)) {
    throw new DomainError('org-unit.successor-below', { unitId: predecessorId, successorId: merger.unitId });
  }
}

const forbiddenPredecessor = (predecessorId: string) =>
  new DomainError('org-unit.predecessor-outside-scope', { predecessorId }, 'forbidden');
