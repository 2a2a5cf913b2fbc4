import { addDays, type LocalDate } from '#kernel';
import type { Scenario } from '../scenario.js';
import { assignmentFigures, followersOn } from './assignments.js';
import { bodiesOf } from './bodies-of.js';
import { unitFigures } from './units.js';

/** A yearly report that somebody owes; `submittedOn` null: it never came. */
export interface YearlyReportFigure {
  readonly unitId: string;
  readonly cadreId: string;
  readonly period: string;
  readonly dueOn: LocalDate;
  readonly submittedOn: LocalDate | null;
}

interface Submit {
  readonly unitId: string;
  readonly cadreId: string;
  readonly period: string;
  readonly submittedOn: LocalDate;
}

/** Of whoever follows a cell on the last day of the year, `dueDays` after it. */
export function yearlyReportFigures(
  scenario: Scenario,
  years: readonly string[],
  dueDays: number,
): readonly YearlyReportFigure[] {
  const assignments = assignmentFigures(scenario);
  const submitted = new Map(
    bodiesOf<Submit>(scenario, 'submit-report').map((body) => [
      `${body.unitId} ${body.cadreId} ${body.period}`,
      body.submittedOn,
    ]),
  );
  return years.flatMap((period) =>
    unitFigures(scenario, 'cell').flatMap(({ unitId }) =>
      followersOn(assignments, unitId, `${period}-12-31`).map((cadreId) => ({
        ...{ unitId, cadreId, period, dueOn: addDays(`${period}-12-31`, dueDays) },
        submittedOn: submitted.get(`${unitId} ${cadreId} ${period}`) ?? null,
      })),
    ),
  );
}
