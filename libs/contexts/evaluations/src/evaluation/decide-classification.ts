import { act, Command, DomainError } from '#kernel';
import { Decision, IsDecision, IsLine } from '#platform';
import { Type } from 'class-transformer';
import { ArrayMaxSize, IsIn, IsObject, IsOptional, IsUUID, ValidateNested } from 'class-validator';
import { packFor, proposeGrade } from '../rule-packs/propose-grade.js';
import { readUnit, refuseOwnUnit, refuseUnlessEvaluated } from './evaluated-unit.js';
import { classificationDecided, evaluation, evaluationId } from './evaluation.js';
import { IsPeriod, lastDayOf, type Period } from './period.js';
import { forcingExceptions, grades, type ForcingException, type Grade } from './vocabulary.js';

export class ForcingCaseEntry {
  @IsLine(1000) description!: string;
  @IsLine(2000) evidence!: string;
  /** Takes the force from the case; the case stays on record. */
  @IsOptional() @IsIn(forcingExceptions) exception?: ForcingException;
}

export class DecideClassification extends Command {
  @IsUUID() unitId!: string;
  @IsPeriod() period!: Period;
  @IsIn(grades) grade!: Grade;
  @IsOptional()
  @ArrayMaxSize(20)
  @IsObject({ each: true })
  @ValidateNested({ each: true })
  @Type(() => ForcingCaseEntry)
  forcingCases?: ForcingCaseEntry[];
  @IsDecision() decision!: Decision;
  /** Needed when the grade is not the one that the rules propose. */
  @IsOptional() @IsLine(2000) reason?: string;
}

/**
 * The superior's standing committee classifies a unit. The system's proposal is computed by the pack of the period and
 * recorded beside the decision; it binds nobody. A unit that said nothing of itself is classified all the same.
 */
export const decideClassification = act({
  name: 'decide-classification',
  summary: { vi: 'Quyết định xếp loại', en: "Decide a unit's classification for a period" },
  command: DecideClassification,
  aggregate: evaluation,
  roles: ['secretary', 'office', 'admin'],
  id: (command) => evaluationId(command.unitId, command.period),
  unit: (command) => command.unitId,

  facts: async (command, _state, read) => ({ unit: await readUnit(read, command.unitId) }),

  decide(command, state, { facts, actor, today }) {
    const { unitId, period, grade } = command;
    refuseOwnUnit(actor, unitId);
    refuseUnlessEvaluated(facts.unit, unitId, period, today);
    if (state.status === 'decided') throw new DomainError('evaluation.already-decided', { grade: state.grade });
    const forcingCases = (command.forcingCases ?? []).map(({ description, evidence, exception = null }) => ({
      description,
      evidence,
      exception,
    }));
    const judgement = proposeGrade(packFor(lastDayOf(period)), state.assessment, forcingCases);
    const proposal = judgement?.proposal ?? null;
    if (proposal !== null && proposal !== grade && command.reason === undefined) {
      throw new DomainError('evaluation.reason-required', { proposal, grade });
    }
    const { assessment } = state;
    const id = evaluationId(unitId, period);
    return [classificationDecided({ evaluationId: id, unitId, period, grade, assessment, forcingCases, judgement })];
  },
});
