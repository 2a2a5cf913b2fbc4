import { aggregate, derivedId, event, shape, type EventOf, type LocalDate } from '#kernel';
import type { ReportPeriodCode } from './report-period.js';

/**
 * A cadre's report on a unit followed, for a period: one stream per cadre, unit and period, so that nobody reports the
 * same thing twice. `dueOn` by the pack in force for the unit on the last day of the period, null when none asks for
 * such a report; `daysLate` is 0 when it came in time. `attempt` counts from 1; each return makes another.
 */
export const reportSubmitted = event(
  'reports.ReportSubmitted',
  shape<{
    reportId: string;
    unitId: string;
    cadreId: string;
    period: ReportPeriodCode;
    periodBegins: LocalDate;
    periodEnds: LocalDate;
    submittedOn: LocalDate;
    /** Account that submitted it: another one acknowledges. */
    submittedBy: string;
    contents: readonly string[];
    attempt: number;
    dueOn: LocalDate | null;
    daysLate: number;
    pack: string | null;
    packVersion: number | null;
  }>(),
);

export const reportAcknowledged = event(
  'reports.ReportAcknowledged',
  shape<{
    reportId: string;
    unitId: string;
    cadreId: string;
    period: ReportPeriodCode;
    acknowledgedOn: LocalDate;
  }>(),
);

/** The reason stands in the metadata. */
export const reportReturned = event(
  'reports.ReportReturned',
  shape<{ reportId: string; unitId: string; cadreId: string; period: ReportPeriodCode; returnedOn: LocalDate }>(),
);

export type ReportStatus = 'none' | 'submitted' | 'acknowledged' | 'returned';

/** Everything but the status is set once it was submitted. */
export interface Report {
  readonly status: ReportStatus;
  readonly submitted?: EventOf<typeof reportSubmitted>['data'];
  readonly returnedOn?: LocalDate;
}

const reportEvents = [reportSubmitted, reportAcknowledged, reportReturned] as const;

export const report = aggregate({
  name: 'report',
  events: reportEvents,
  initialState: { status: 'none' } as Report,
  evolve(state, event: EventOf<typeof reportEvents>): Report {
    switch (event.type) {
      case reportSubmitted.type:
        return { status: 'submitted', submitted: event.data };
      case reportAcknowledged.type:
        return { ...state, status: 'acknowledged' };
      case reportReturned.type:
        return { ...state, status: 'returned', returnedOn: event.data.returnedOn };
    }
  },
});

/** The same report whoever sends it. */
export const reportIdOf = (unitId: string, cadreId: string, period: ReportPeriodCode): string =>
  derivedId('report', unitId, cadreId, period);
