import { act, canonicalJson, Command, DomainError, invalidField } from '#kernel';
import { IsLine, IsListOf } from '#platform';
import { Type } from 'class-transformer';
import { IsIn, IsInt, IsNumber, IsObject, IsOptional, IsUUID, Max, Min, ValidateNested } from 'class-validator';
import type { EvaluationPack } from '#contexts/rule-packs/contracts';
import { proposeGrade } from '../rules/propose-grade.js';
import { refuseUnlessEvaluated } from './evaluated-unit.js';
import { campaignOf, evaluationFacts, refuseOutsideCampaign } from './evaluation-facts.js';
import { evaluation, evaluationId, selfAssessed } from './evaluation.js';
import { IsPeriod, type Period } from './period.js';
import { Condition, Conditions, conditionsOf, Tasks, tasksOf } from './stated-figures.js';
import { factNames, grades, type FactName, type Grade, type SelfAssessment, type StatedFact } from './vocabulary.js';

export class TakenFact implements StatedFact {
  @IsIn(factNames) fact!: FactName;
  @IsInt() @Min(0) @Max(10_000_000) figure!: number;
  @IsInt() @Min(0) @Max(10_000_000) outOf!: number;
}

export class SelfAssess extends Command {
  @IsUUID() unitId!: string;
  @IsPeriod() period!: Period;
  /** Points for the common criteria; needed when the rules of the period count points. */
  @IsOptional() @IsNumber({ maxDecimalPlaces: 2 }) @Min(0) @Max(30) commonScore?: number;
  /** Points for the task results; needed together with `commonScore`. */
  @IsOptional() @IsNumber({ maxDecimalPlaces: 2 }) @Min(0) @Max(70) taskScore?: number;
  /** What the points rest on. */
  @IsOptional() @IsLine(4000) scoreEvidence?: string;
  /** Figures of `evaluation-facts` that the unit takes over as evidence. */
  @IsOptional() @IsListOf(() => TakenFact, { most: factNames.length, by: (item) => item.fact }) facts?: TakenFact[];
  @IsOptional() @IsObject() @ValidateNested() @Type(() => Tasks) tasks?: Tasks;
  @Conditions() conditions?: Condition[];
  /** The grade that the unit proposes for itself. */
  @IsIn(grades) grade!: Grade;
}

/** Replaces an earlier self-assessment, and its review, until the superior has decided. */
export const selfAssess = act({
  name: 'self-assess',
  summary: { vi: 'Tự đánh giá, tự xếp loại', en: "Record a unit's evaluation of itself for a period" },
  command: SelfAssess,
  aggregate: evaluation,
  roles: ['secretary', 'office', 'admin'],
  id: (command) => evaluationId(command.unitId, command.period),
  creates: true,
  unit: (command) => command.unitId,

  facts: ({ unitId, period }, _state, read) => evaluationFacts(read, unitId, period),

  decide(command, state, { facts, today }) {
    const { unitId, period } = command;
    refuseUnlessEvaluated(facts.unit, unitId, period, today);
    if (state.status === 'decided') throw new DomainError('evaluation.already-decided', { grade: state.grade });
    refuseOutsideCampaign(facts, unitId, period);
    const assessment = assessmentOf(command, facts.pack);
    if (state.assessment && canonicalJson(state.assessment) === canonicalJson(assessment)) return [];
    const judgement = proposeGrade(facts.pack, assessment, []);
    const id = evaluationId(unitId, period);
    return [selfAssessed({ evaluationId: id, unitId, period, assessment, judgement, ...campaignOf(facts) })];
  },
});

/** @throws DomainError when figures are missing or contradict each other */
function assessmentOf(command: SelfAssess, pack: EvaluationPack | undefined): SelfAssessment {
  const { commonScore, taskScore, tasks, conditions = [], facts = [], scoreEvidence, grade } = command;
  const isNeeded = pack?.usesScores === true || commonScore !== undefined || taskScore !== undefined;
  if (isNeeded && commonScore === undefined) {
    throw invalidField('commonScore', 'required', 'The rules of this period count points');
  }
  if (isNeeded && taskScore === undefined) {
    throw invalidField('taskScore', 'required', 'The rules of this period count points');
  }
  return {
    commonScore: commonScore ?? null,
    taskScore: taskScore ?? null,
    tasks: tasks ? tasksOf(tasks) : null,
    conditions: conditionsOf(conditions),
    ...(scoreEvidence === undefined ? {} : { scoreEvidence }),
    ...(facts.length > 0 ? { facts: facts.map(({ fact, figure, outOf }) => ({ fact, figure, outOf })) } : {}),
    grade,
  };
}
