import { act, Command, DomainError } from '#kernel';
import { Decision, IsDecision, IsLine } from '#platform';
import { IsIn, IsUUID } from 'class-validator';
import { refuseOwnUnit } from './evaluated-unit.js';
import { classificationRevised, evaluation, evaluationId, revisionCauses, type RevisionCause } from './evaluation.js';
import { IsPeriod, type Period } from './period.js';
import { grades, type Grade } from './vocabulary.js';

export class ReviseClassification extends Command {
  @IsUUID() unitId!: string;
  @IsPeriod() period!: Period;
  @IsIn(grades) grade!: Grade;
  @IsIn(revisionCauses) cause!: RevisionCause;
  @IsDecision() decision!: Decision;
  @IsLine(2000) reason!: string;
}

/** Changes a grade after a complaint or an inspection finding, as often as these come. */
export const reviseClassification = act({
  name: 'revise-classification',
  summary: { vi: 'Xếp loại lại', en: "Revise a unit's classification after a complaint or an inspection finding" },
  command: ReviseClassification,
  aggregate: evaluation,
  roles: ['secretary', 'office', 'admin'],
  id: (command) => evaluationId(command.unitId, command.period),
  unit: (command) => command.unitId,

  decide({ unitId, period, grade, cause }, state, { actor }) {
    refuseOwnUnit(actor, unitId);
    if (state.grade === null) throw new DomainError('evaluation.not-decided', { period, status: state.status });
    if (state.grade === grade) throw new DomainError('evaluation.grade-unchanged', { grade });
    const id = evaluationId(unitId, period);
    return [classificationRevised({ evaluationId: id, unitId, period, grade, previousGrade: state.grade, cause })];
  },
});
