import { groupBy } from '#kernel';
import { IsMonth } from '#platform';
import { IsOptional, IsUUID } from 'class-validator';
import type { Row } from '../views/view-reader.js';
import { activityOf, reportsAsked } from './cadre-activity.js';
import { dayText, documentKind, lastDayOf, monthText, percentText } from './document.js';

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
    const assignments = (await ask('assignment-roster', { ...scope, term: 'all' })).filter(within(from, to));
    const attendance = await ask('attendance-rate', { ...scope, from, to });
    const days = { ...scope, from: `${from}-01`, to: lastDayOf(to) };
    const reports = await ask('reports-due', { ...scope, from, to });
    const visits = await ask('visits', days);
    const supports = await ask('support', days);
    const all = [assignments, attendance, reports, visits, supports.filter(hasCadre)];
    const cadres = new Map(all.flat().map((row) => [row['cadreId'], row['cadreName']]));
    const assignmentsOf = groupBy(assignments, ({ cadreId }) => cadreId);
    const attendanceOf = groupBy(attendance, ({ cadreId }) => cadreId);
    const did = activityOf(reports, visits, supports);
    const rows = [...cadres]
      .toSorted(([, a], [, b]) => String(a).localeCompare(String(b), 'vi'))
      .map(([cadreId, name], index) => ({
        number: index + 1,
        cadre: name ?? 'Không rõ tên',
        ...followed(assignmentsOf.get(cadreId) ?? []),
        ...figures(attendanceOf.get(cadreId) ?? []),
        ...did.of(cadreId),
      }));
    const units = new Set(assignments.map((row) => row['unitId']));
    return {
      from: monthText(from),
      to: monthText(to),
      cadres: new Set(assignments.map(({ cadreId }) => cadreId)).size,
      units: units.size,
      ...totals(figures(attendance)),
      ...totals(did.ofAll),
      hasReports: reportsAsked(reports),
      supportsOfNoCadre: did.ofNoCadre,
      replaced: assignments.filter(({ replacedBy }) => replacedBy !== null).length,
      rows,
    };
  },
});

/** Assignments that held on some day of the period. */
const within =
  (from: string, to: string) =>
  ({ startsOn, endsOn }: Row): boolean =>
    String(startsOn).slice(0, 7) <= to && (typeof endsOn !== 'string' || endsOn.slice(0, 7) >= from);

const hasCadre = ({ cadreId }: Row): boolean => cadreId !== null;

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

function figures(attendance: readonly Row[]) {
  const sum = (name: string): number => attendance.reduce((total, row) => total + Number(row[name]), 0);
  const [expected, attended] = [sum('expected'), sum('attended')];
  return {
    expected,
    attended,
    excused: sum('excused'),
    absent: sum('absent'),
    unrecorded: sum('unrecorded'),
    rate: percentText(attended, expected),
  };
}
