import type { Row } from '../views/view-reader.js';
import { wholeText } from './document.js';

const nothing = () => ({
  ...{ asked: 0, ahead: 0, inTime: 0, late: 0, missing: 0, returned: 0 },
  ...{ visits: 0, supports: 0, supportVnd: 0 },
});
type Counts = ReturnType<typeof nothing>;

/**
 * What each cadre reported, visited and helped to raise, added up from rows of the views `reports-due`, `visits` and
 * `support` as they come.
 */
export class CadreActivity {
  /** Support in which no cadre is named stands under null. */
  private readonly counts = new Map<unknown, Counts>();
  private readonly all = nothing();

  /** Whether any pack in force asked for a report whose period ended: without one there is nothing to count, not zero. */
  get reportsAsked(): boolean {
    return this.all.asked > 0;
  }

  readonly addReport = ({ cadreId, status, submittedOn, daysLate }: Row): void => {
    const isSubmitted = submittedOn !== null;
    this.add(cadreId, {
      asked: 1,
      ahead: status === 'due' ? 1 : 0,
      inTime: isSubmitted && Number(daysLate) === 0 ? 1 : 0,
      late: isSubmitted && Number(daysLate) > 0 ? 1 : 0,
      missing: status === 'overdue' ? 1 : 0,
      returned: status === 'returned' ? 1 : 0,
    });
  };

  readonly addVisit = ({ cadreId }: Row): void => this.add(cadreId, { visits: 1 });

  readonly addSupport = ({ cadreId, amountVnd }: Row): void =>
    this.add(cadreId, { supports: 1, supportVnd: Number(amountVnd) });

  /** Of one cadre; zeros for one who did nothing. */
  of(cadreId: unknown) {
    return figures(this.counts.get(cadreId) ?? nothing());
  }

  /** Sums over the cadres: support in which none is named is left out. */
  get ofAll() {
    return figures(this.all);
  }

  /** Support in which no cadre is named; false: there is none. */
  get ofNoCadre() {
    const nobodys = this.counts.get(null);
    return nobodys !== undefined && supportFigures(nobodys);
  }

  private add(cadreId: unknown, more: Partial<Counts>): void {
    const own = this.counts.get(cadreId) ?? nothing();
    this.counts.set(cadreId, own);
    for (const [name, value] of Object.entries(more) as [keyof Counts, number][]) {
      own[name] += value;
      if (cadreId !== null) this.all[name] += value;
    }
  }
}

const figures = (counts: Counts) => ({ ...reportFigures(counts), visits: counts.visits, ...supportFigures(counts) });

/** In time + late + missing + not due yet are all that are asked; those returned have been submitted, in time or late. */
function reportFigures({ asked, ahead, inTime, late, missing, returned }: Counts) {
  if (asked === 0) {
    const none = '–';
    return {
      ...{ reportsAsked: 'không có kỳ báo cáo', reportsInTime: none, reportsLate: none },
      ...{ reportsMissing: none, reportsReturned: none },
    };
  }
  return {
    reportsAsked: ahead === 0 ? asked : `${asked} (${ahead} chưa đến hạn)`,
    ...{ reportsInTime: inTime, reportsLate: late, reportsMissing: missing, reportsReturned: returned },
  };
}

const supportFigures = ({ supports, supportVnd }: Counts) => ({ supports, supportVnd: wholeText(supportVnd) });
