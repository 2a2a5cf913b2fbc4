import { addDays, type LocalDate } from '#kernel';
import type { Scenario } from '../scenario.js';
import { bodiesOf } from './bodies-of.js';

/** An assignment as it stands when the story is over. */
export interface AssignmentFigure {
  readonly assignmentId: string;
  readonly unitId: string;
  readonly cadreId: string;
  readonly startsOn: LocalDate;
  readonly endsOn: LocalDate | null;
  readonly decisionNumber: string;
  readonly endedCause: string | null;
  readonly endDecisionNumber: string | null;
}

interface Assign {
  readonly assignmentId: string;
  readonly unitId: string;
  readonly cadreId: string;
  readonly from: LocalDate;
  readonly decision: { readonly number: string };
}

interface Replace {
  readonly assignmentId: string;
  readonly unitId: string;
  readonly newAssignmentId: string;
  readonly newCadreId: string;
  readonly on: LocalDate;
  readonly cause: string;
  readonly decision: { readonly number: string };
}

export function assignmentFigures(scenario: Scenario): readonly AssignmentFigure[] {
  const replacements = bodiesOf<Replace>(scenario, 'replace-cadre');
  const begun = [
    ...bodiesOf<Assign>(scenario, 'assign-cadre'),
    ...replacements.map((body) => ({
      ...body,
      assignmentId: body.newAssignmentId,
      cadreId: body.newCadreId,
      from: body.on,
    })),
  ];
  return begun.map(({ assignmentId, unitId, cadreId, from, decision }) => {
    const end = replacements.find((body) => body.assignmentId === assignmentId);
    return {
      assignmentId,
      unitId,
      cadreId,
      startsOn: from,
      endsOn: end ? addDays(end.on, -1) : null,
      decisionNumber: decision.number,
      endedCause: end?.cause ?? null,
      endDecisionNumber: end?.decision.number ?? null,
    };
  });
}

/** Cadres who follow a unit on a day. */
export const followersOn = (
  assignments: readonly AssignmentFigure[],
  unitId: string,
  day: LocalDate,
): readonly string[] =>
  assignments
    .filter((each) => each.unitId === unitId && each.startsOn <= day && (each.endsOn === null || day <= each.endsOn))
    .map(({ cadreId }) => cadreId);
