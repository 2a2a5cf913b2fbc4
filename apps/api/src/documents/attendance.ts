import type { Row } from '../views/view-reader.js';
import { percentText } from './document.js';

const nothing = () => ({ expected: 0, attended: 0, excused: 0, absent: 0, unrecorded: 0 });
type Counts = ReturnType<typeof nothing>;

/** How often each cadre was there, added up from rows of the view `attendance-rate` as they come. */
export class Attendance {
  private readonly counts = new Map<unknown, Counts>();
  private readonly all = nothing();

  readonly add = (row: Row): void => {
    const own = this.counts.get(row['cadreId']) ?? nothing();
    this.counts.set(row['cadreId'], own);
    for (const name of Object.keys(own) as (keyof Counts)[]) {
      own[name] += Number(row[name]);
      this.all[name] += Number(row[name]);
    }
  };

  /** Of one cadre; zeros for one of whom no meeting was expected. */
  of(cadreId: unknown) {
    return withRate(this.counts.get(cadreId) ?? nothing());
  }

  get ofAll() {
    return withRate(this.all);
  }
}

const withRate = (counts: Counts) => ({ ...counts, rate: percentText(counts.attended, counts.expected) });
