import { cadreRecord, roster, type Roster } from '#contexts/assignments/contracts';
import { lineage } from '#contexts/org-units/contracts';
import { ofLevel, packInForce, type FollowingPack } from '#contexts/rule-packs/contracts';
import { act, addDays, Command, daysBetween, DomainError, type LocalDate, type Reader } from '#kernel';
import { IsDay, IsLine } from '#platform';
import { ArrayMaxSize, ArrayNotEmpty, IsArray, IsOptional, IsUUID } from 'class-validator';
import { IsReportPeriod, spanOf, type PeriodSpan, type ReportPeriodCode } from './report-period.js';
import { report, reportIdOf, reportSubmitted } from './report.js';

export class SubmitReport extends Command {
  /** The unit followed. */
  @IsUUID() unitId!: string;
  /** Whose report it is. */
  @IsUUID() cadreId!: string;
  /** `2024-09`, `2024-Q3`, `2024-H1` or `2024`. */
  @IsReportPeriod() period!: ReportPeriodCode;
  @IsArray() @ArrayNotEmpty() @ArrayMaxSize(50) @IsLine(5000, { each: true }) contents!: string[];
  /** Day on which it was handed in, when it is entered later; today when left out. */
  @IsOptional() @IsDay() submittedOn?: LocalDate;
  /** The cadre for whom a secretary or the office enters this. */
  @IsOptional() @IsUUID() enteredFor?: string;
}

/** A report that was returned is submitted again by the same act. Whether it is late is said, never a reason to refuse it. */
export const submitReport = act({
  name: 'submit-report',
  summary: { vi: 'Nộp báo cáo theo dõi đơn vị', en: "Submit a cadre's report on a unit followed" },
  command: SubmitReport,
  aggregate: report,
  roles: ['cadre', 'secretary', 'office', 'admin'],
  id: ({ unitId, cadreId, period }) => reportIdOf(unitId, cadreId, period),
  creates: true,
  unit: (command) => command.unitId,
  effectiveAt: ({ submittedOn }) => submittedOn,

  facts: async ({ unitId, cadreId, period }, _state, read) => ({
    roster: await read.state(roster, unitId),
    pack: await packInForce(read, 'following', unitId, spanOf(period)!.ends),
    cadreLevel: await levelOf(read, cadreId),
  }),

  decide(command, state, { actor, facts, today }) {
    const { unitId, cadreId, period, contents, submittedOn = today } = command;
    const reportId = reportIdOf(unitId, cadreId, period);
    const { begins, ends, per } = spanOf(period)!;
    if (state.status === 'acknowledged') throw new DomainError('report.acknowledged', { reportId });
    if (state.status === 'submitted') {
      if (JSON.stringify(state.submitted!.contents) === JSON.stringify(contents)) return [];
      throw new DomainError('report.already-submitted', { reportId, submittedOn: state.submitted!.submittedOn });
    }
    if (submittedOn > today) throw new DomainError('report.day-in-future', { on: submittedOn, today });
    if (submittedOn < (state.returnedOn ?? begins)) {
      throw new DomainError('report.day-before-last', { on: submittedOn, last: state.returnedOn ?? begins });
    }
    if (!followed(facts.roster, cadreId, begins, ends)) {
      throw new DomainError('report.cadre-not-assigned', { cadreId, unitId, period });
    }
    return [
      reportSubmitted({
        ...{ reportId, unitId, cadreId, period, periodBegins: begins, periodEnds: ends },
        ...{ submittedOn, submittedBy: actor.subject, contents, attempt: (state.submitted?.attempt ?? 0) + 1 },
        ...deadline(facts.pack, facts.cadreLevel, { per, begins, ends }, submittedOn),
      }),
    ];
  },
});

const followed = ({ entries }: Roster, cadreId: string, begins: LocalDate, ends: LocalDate): boolean =>
  entries.some(({ cadreId: who, from, to }) => who === cadreId && from <= ends && (to === null || begins <= to));

/** Level of the committee for which the cadre works: a department's cadre works for the level above it. */
async function levelOf(read: Reader, cadreId: string): Promise<string> {
  const { unitId } = await read.state(cadreRecord, cadreId);
  const line = unitId === undefined ? [] : await lineage(read, unitId);
  return line.find(({ record }) => record.level !== 'department')?.record.level ?? 'country';
}

function deadline(pack: FollowingPack | undefined, cadreLevel: string, span: PeriodSpan, submittedOn: LocalDate) {
  const rule = ofLevel(pack?.reportPeriods.filter(({ per }) => per === span.per) ?? [], cadreLevel);
  if (!pack || !rule) return { dueOn: null, daysLate: 0, pack: null, packVersion: null };
  const dueOn = addDays(span.ends, rule.dueDays);
  const daysLate = Math.max(0, daysBetween(dueOn, submittedOn));
  return { dueOn, daysLate, pack: pack.name, packVersion: pack.version };
}
