import { groupBy } from '#kernel';
import type { Row } from '../views/view-reader.js';
import { wholeText } from './document.js';

/** Whether any pack in force asked for a report whose period ended: without one there is nothing to count, not zero. */
export const reportsAsked = (reports: readonly Row[]): boolean => reports.length > 0;

/**
 * What each cadre reported, visited and helped to raise, from rows of the views `reports-due`, `visits` and `support`;
 * the sums leave out support in which no cadre is named, and `ofNoCadre` tells it apart (false: there is none).
 */
export function activityOf(reports: readonly Row[], visits: readonly Row[], supports: readonly Row[]) {
  const [reportsOf, visitsOf, supportsOf] = [reports, visits, supports].map(byCadre) as [ByCadre, ByCadre, ByCadre];
  const nobodys = supportsOf.get(null) ?? [];
  return {
    of: (cadreId: unknown) => ({
      ...reportFigures(reportsOf.get(cadreId) ?? []),
      visits: visitsOf.get(cadreId)?.length ?? 0,
      ...supportFigures(supportsOf.get(cadreId) ?? []),
    }),
    ofAll: {
      ...reportFigures(reports),
      visits: visits.length,
      ...supportFigures(supports.filter(({ cadreId }) => cadreId !== null)),
    },
    ofNoCadre: nobodys.length > 0 && supportFigures(nobodys),
  };
}

type ByCadre = ReadonlyMap<unknown, readonly Row[]>;

const byCadre = (rows: readonly Row[]): ByCadre => groupBy(rows, ({ cadreId }) => cadreId);

/** In time + late + missing + not due yet are all that are asked; those returned have been submitted, in time or late. */
function reportFigures(reports: readonly Row[]) {
  if (!reportsAsked(reports)) {
    const none = '–';
    return {
      ...{ reportsAsked: 'không có kỳ báo cáo', reportsInTime: none, reportsLate: none },
      ...{ reportsMissing: none, reportsReturned: none },
    };
  }
  const count = (matches: (row: Row) => boolean): number => reports.filter(matches).length;
  const ahead = count(({ status }) => status === 'due');
  return {
    reportsAsked: ahead === 0 ? reports.length : `${reports.length} (${ahead} chưa đến hạn)`,
    reportsInTime: count(({ submittedOn, daysLate }) => submittedOn !== null && Number(daysLate) === 0),
    reportsLate: count(({ submittedOn, daysLate }) => submittedOn !== null && Number(daysLate) > 0),
    reportsMissing: count(({ status }) => status === 'overdue'),
    reportsReturned: count(({ status }) => status === 'returned'),
  };
}

const supportFigures = (supports: readonly Row[]) => ({
  supports: supports.length,
  supportVnd: wholeText(supports.reduce((sum, { amountVnd }) => sum + Number(amountVnd), 0)),
});
