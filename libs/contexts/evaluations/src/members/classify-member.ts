import { act, Command, DomainError } from '#kernel';
import { Decision, IsDecision, IsLine } from '#platform';
import { IsIn, IsOptional, IsUUID } from 'class-validator';
import {
  decidingUnit,
  readUnit,
  refuseUnlessEvaluated,
  refuseUnlessSuperior,
  superiorIn,
} from '../evaluation/evaluated-unit.js';
import { evaluation, evaluationId, revisionCauses, type RevisionCause } from '../evaluation/evaluation.js';
import { IsPeriod, type Period } from '../evaluation/period.js';
import { grades, type Grade } from '../evaluation/vocabulary.js';
import {
  memberClassified,
  memberEvaluations,
  memberKinds,
  type MemberEvaluations,
  type MemberKind,
} from './member-evaluations.js';

export class ClassifyMember extends Command {
  @IsUUID() unitId!: string;
  @IsPeriod() period!: Period;
  @IsUUID() memberId!: string;
  @IsIn(memberKinds) kind!: MemberKind;
  @IsIn(grades) grade!: Grade;
  /** Needed to change a grade. */
  @IsOptional() @IsIn(revisionCauses) cause?: RevisionCause;
  /** Needed to change a grade, and for a member who comes after the head: left out, or returned, since. */
  @IsOptional() @IsLine(2000) reason?: string;
  /** The immediate superior for the period; another unit is refused. Needed when the unit has since moved elsewhere. */
  @IsOptional() @IsUUID() decidedByUnitId?: string;
  @IsDecision() decision!: Decision;
}

/**
 * The order of a unit's evaluation: the collective, then its members, its head last. Exempt members are not classified:
 * whoever enters this knows who they are, the system does not.
 */
export const classifyMember = act({
  name: 'classify-member',
  summary: { vi: 'Xếp loại đảng viên, người đứng đầu', en: "Record the classification of a unit's member or head" },
  command: ClassifyMember,
  aggregate: memberEvaluations,
  roles: ['secretary', 'office', 'admin'],
  id: (command) => evaluationId(command.unitId, command.period),
  unit: decidingUnit,
  async facts({ unitId, period }, _state, read) {
    const unit = await readUnit(read, unitId);
    const collective = await read.state(evaluation, evaluationId(unitId, period));
    return { unit, superiorId: await superiorIn(read, unit, period), collective };
  },

  decide(command, state, { facts, actor, today }) {
    const { unitId, period, memberId, kind, grade } = command;
    refuseUnlessEvaluated(facts.unit, unitId, period, today);
    const { superiorId: decidedByUnitId } = facts;
    refuseUnlessSuperior(actor, decidedByUnitId, unitId, command.decidedByUnitId);
    const known = state.grades.get(memberId);
    if (known?.grade === grade && known.kind === kind) return [];
    if (!known) refuseOutOfOrder(state, command, facts.collective.grade);
    if (known && known.kind !== kind)
      throw new DomainError('evaluation.member-of-other-kind', { memberId, kind: known.kind });
    if (known && (command.cause === undefined || command.reason === undefined)) {
      throw new DomainError('evaluation.member-already-classified', { memberId, grade: known.grade });
    }
    const revision = { previousGrade: known?.grade ?? null, cause: known ? command.cause! : null };
    const id = evaluationId(unitId, period);
    return [
      memberClassified({ evaluationId: id, unitId, period, memberId, kind, grade, ...revision, decidedByUnitId }),
    ];
  },
});

/** @throws DomainError */
function refuseOutOfOrder(
  { grades: known }: MemberEvaluations,
  { kind, reason }: ClassifyMember,
  collective: Grade | null,
): void {
  if (collective === null) throw new DomainError('evaluation.collective-first');
  const kinds = [...known.values()].map((each) => each.kind);
  if (kinds.includes('head') && (kind === 'head' || reason === undefined)) {
    throw new DomainError('evaluation.head-last', { classified: kinds.length });
  }
  if (kind === 'head' && kinds.length === 0) throw new DomainError('evaluation.members-before-head');
}
