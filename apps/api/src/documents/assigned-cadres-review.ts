import { groupBy } from '#kernel';
import { IsMonth } from '#platform';
import { IsOptional, IsUUID } from 'class-validator';
import type { Row } from '../views/view-reader.js';
import { Attendance } from './attendance.js';
import { CadreActivity } from './cadre-activity.js';
import { dayText, documentKind, eachRow, lastDayOf, linesOf, monthText } from './document.js';

class Parameters {
  /** Only assignments to this unit and those below it; the reader's own unit when left out. */
  @IsOptional() @IsUUID() unitId?: string;
  /** First and last month of the period. */
  @IsMonth() from!: string;
  @IsMonth() to!: string;
}

/**
 * Rà soát định kỳ: who followed which units in the period, how often each was there, and what each reported, visited
 * and helped to raise. Reports count in the period in which the time they tell of ends.
 */
export const assignedCadresReview = documentKind({
  name: 'assigned-cadres-review',
  summary: {
    vi: 'Báo cáo rà soát định kỳ cán bộ được phân công theo dõi, phụ trách cơ sở',
    en: 'Periodic review of the cadres assigned to follow the base',
  },
  roles: ['secretary', 'office', 'inspector', 'admin'],
  parameters: Parameters,

  async fill({ unitId, from, to }, ask) {
    const scope: Record<string, string> = unitId === undefined ? {} : { unitId };
    const names = new Map<unknown, unknown>();
    const named = ({ cadreId, cadreName }: Row): unknown => cadreId !== null && names.set(cadreId, cadreName);
    const assignments = await linesOf(ask('assignment-roster', { ...scope, term: 'all' }), (row) =>
      isWithin(row, from, to) ? row : undefined,
    );
    assignments.forEach(named);
    const attendance = new Attendance();
    const did = new CadreActivity();
    const days = { ...scope, from: `${from}-01`, to: lastDayOf(to) };
    for (const [view, parameters, add] of [
      ['attendance-rate', { ...scope, from, to }, attendance.add],
      ['reports-due', { ...scope, from, to }, did.addReport],
      ['visits', days, did.addVisit],
      ['support', days, did.addSupport],
    ] as const) {
      await eachRow(ask(view, parameters), (row) => {
        named(row);
        add(row);
      });
    }
    const assignmentsOf = groupBy(assignments, ({ cadreId }) => cadreId);
    const rows = [...names]
      .toSorted(([, a], [, b]) => byName(String(a), String(b)))
      .map(([cadreId, name], index) => ({
        number: index + 1,
        cadre: name ?? 'Không rõ tên',
        ...followed(assignmentsOf.get(cadreId) ?? []),
        ...attendance.of(cadreId),
        ...did.of(cadreId),
      }));
    return {
      from: monthText(from),
      to: monthText(to),
      cadres: assignmentsOf.size,
      units: new Set(assignments.map((row) => row['unitId'])).size,
      ...totals(attendance.ofAll),
      ...totals(did.ofAll),
      hasReports: did.reportsAsked,
      supportsOfNoCadre: did.ofNoCadre,
      replaced: assignments.filter(({ replacedBy }) => replacedBy !== null).length,
      rows,
    };
  },
});

const byName = new Intl.Collator('vi').compare;

/** Whether an assignment held on some day of the period. */
const isWithin = ({ startsOn, endsOn }: Row, from: string, to: string): boolean =>
  String(startsOn).slice(0, 7) <= to && (typeof endsOn !== 'string' || endsOn.slice(0, 7) >= from);

function followed(assignments: readonly Row[]) {
  return {
    units: assignments
      .map(({ unitName, endsOn }) =>
        endsOn === null ? String(unitName) : `${String(unitName)} (đến ${dayText(endsOn)})`,
      )
      .join('; '),
    decisions: [...new Set(assignments.map(({ decisionNumber }) => String(decisionNumber)))].join('; '),
  };
}

/** `expected` → `totalExpected`: templates have no dots. */
const totals = (all: object): object =>
  Object.fromEntries(
    Object.entries(all).map(([name, value]) => [`total${name[0]!.toUpperCase()}${name.slice(1)}`, value]),
  );
