import { act, Command, DomainError } from '#kernel';
import { Decision, IsDecision, IsLine } from '#platform';
import { IsIn, IsOptional, IsUUID } from 'class-validator';
import { decidingUnit, readUnit, refuseUnlessSuperior, superiorIn } from './evaluated-unit.js';
import { classificationRevised, evaluation, evaluationId, revisionCauses, type RevisionCause } from './evaluation.js';
import { IsPeriod, type Period } from './period.js';
import { grades, type Grade } from './vocabulary.js';

export class ReviseClassification extends Command {
  @IsUUID() unitId!: string;
  @IsPeriod() period!: Period;
  @IsIn(grades) grade!: Grade;
  @IsIn(revisionCauses) cause!: RevisionCause;
  /** The complaint, or the finding of the inspection: its number, or what it says. */
  @IsOptional() @IsLine(2000) evidence?: string;
  /** The immediate superior for the period; another unit is refused. Needed when the unit has since moved elsewhere. */
  @IsOptional() @IsUUID() decidedByUnitId?: string;
  @IsDecision() decision!: Decision;
  @IsLine(2000) reason!: string;
}

/**
 * Re-evaluation after a complaint or an inspection finding, as often as these come, also after publication; and the
 * grade that a decision says where another one was entered.
 */
export const reviseClassification = act({
  name: 'revise-classification',
  summary: { vi: 'Xếp loại lại', en: "Revise a unit's classification after a complaint or an inspection finding" },
  command: ReviseClassification,
  aggregate: evaluation,
  roles: ['secretary', 'office', 'admin'],
  id: (command) => evaluationId(command.unitId, command.period),
  unit: decidingUnit,

  facts: async ({ unitId, period }, _state, read) => ({
    superiorId: await superiorIn(read, await readUnit(read, unitId), period),
  }),

  decide({ unitId, period, grade, cause, evidence, decidedByUnitId: named }, state, { facts, actor }) {
    const { superiorId: decidedByUnitId } = facts;
    refuseUnlessSuperior(actor, decidedByUnitId, unitId, named);
    if (state.grade === null) throw new DomainError('evaluation.not-decided', { period, status: state.status });
    if (state.grade === grade) throw new DomainError('evaluation.grade-unchanged', { grade });
    return [
      classificationRevised({
        ...{ evaluationId: evaluationId(unitId, period), unitId, period },
        ...{ grade, previousGrade: state.grade, cause, decidedByUnitId },
        ...(evidence === undefined ? {} : { evidence }),
      }),
    ];
  },
});
