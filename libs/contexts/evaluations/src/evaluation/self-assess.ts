import { act, canonicalJson, Command, DomainError, invalidField } from '#kernel';
import { IsLine } from '#platform';
import { Type } from 'class-transformer';
import {
  ArrayUnique,
  IsArray,
  IsBoolean,
  IsIn,
  IsInt,
  IsNumber,
  IsObject,
  IsOptional,
  IsUUID,
  Max,
  Min,
  ValidateNested,
} from 'class-validator';
import type { EvaluationPack } from '#contexts/rule-packs/contracts';
import { proposeGrade } from '../rules/propose-grade.js';
import { refuseUnlessEvaluated } from './evaluated-unit.js';
import { campaignOf, evaluationFacts, refuseOutsideCampaign } from './evaluation-facts.js';
import { evaluation, evaluationId, selfAssessed } from './evaluation.js';
import { IsPeriod, type Period } from './period.js';
import {
  conditionNames,
  grades,
  type ConditionName,
  type Grade,
  type SelfAssessment,
  type StatedCondition,
  type TaskFigures,
} from './vocabulary.js';

const most = 100_000;

export class Tasks implements TaskFigures {
  @IsInt() @Min(0) @Max(most) assigned!: number;
  @IsInt() @Min(0) @Max(most) done!: number;
  /** Of those done. */
  @IsInt() @Min(0) @Max(most) late!: number;
  /** Of those done. */
  @IsInt() @Min(0) @Max(most) aboveRequirement!: number;
  @IsLine(2000) evidence!: string;
}

export class Condition implements StatedCondition {
  @IsIn(conditionNames) condition!: ConditionName;
  @IsBoolean() met!: boolean;
  @IsLine(2000) evidence!: string;
}

export class SelfAssess extends Command {
  @IsUUID() unitId!: string;
  @IsPeriod() period!: Period;
  /** Points for the common criteria; needed when the rules of the period count points. */
  @IsOptional() @IsNumber({ maxDecimalPlaces: 2 }) @Min(0) @Max(30) commonScore?: number;
  /** Points for the task results; needed together with `commonScore`. */
  @IsOptional() @IsNumber({ maxDecimalPlaces: 2 }) @Min(0) @Max(70) taskScore?: number;
  @IsOptional() @IsObject() @ValidateNested() @Type(() => Tasks) tasks?: Tasks;
  @IsOptional()
  @IsArray()
  @IsObject({ each: true })
  @ArrayUnique((item: Condition | null) => item?.condition)
  @ValidateNested({ each: true })
  @Type(() => Condition)
  conditions?: Condition[];
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
  const { commonScore, taskScore, tasks, conditions = [], grade } = command;
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
    conditions: conditions.map(({ condition, met, evidence }) => ({ condition, met, evidence })),
    grade,
  };
}

function tasksOf({ assigned, done, late, aboveRequirement, evidence }: Tasks): TaskFigures {
  if (done > assigned) throw invalidField('tasks.done', 'is-at-most-assigned', 'More tasks done than assigned');
  if (late > done) throw invalidField('tasks.late', 'is-at-most-done', 'More tasks late than done');
  if (aboveRequirement > done) {
    throw invalidField('tasks.aboveRequirement', 'is-at-most-done', 'More tasks above requirement than done');
  }
  return { assigned, done, late, aboveRequirement, evidence };
}
