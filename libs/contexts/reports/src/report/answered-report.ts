import { Command, DomainError, forbidden, notFound, type DecisionContext, type LocalDate } from '#kernel';
import { IsDay } from '#platform';
import { IsOptional, IsUUID } from 'class-validator';
import type { Report } from './report.js';

/** Body of an answer to a report. */
export class AnswerReport extends Command {
  @IsUUID() reportId!: string;
  /** Today when left out. */
  @IsOptional() @IsDay() on?: LocalDate;
}

/** What an answer to a report is about. @throws DomainError unless it waits for one, from somebody else, by now */
export function answered(reportId: string, { status, submitted }: Report, on: LocalDate, context: DecisionContext) {
  if (!submitted) throw notFound('report.unknown', { reportId });
  if (status !== 'submitted') throw new DomainError('report.not-waiting', { status });
  if (context.actor.subject === submitted.submittedBy) throw forbidden('report.own-report', { reportId });
  if (on > context.today) throw new DomainError('report.day-in-future', { on, today: context.today });
  if (on < submitted.submittedOn) throw new DomainError('report.day-before-last', { on, last: submitted.submittedOn });
  const { unitId, cadreId, period } = submitted;
  return { reportId, unitId, cadreId, period };
}
