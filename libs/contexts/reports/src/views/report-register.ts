import { date, integer, text, textArray, uuid, view } from '#projections';
import { reportAcknowledged, reportReturned, reportSubmitted } from '../report/report.js';

/** Every report that was submitted, as it stands. Those still missing are in the query `reports-due`. */
export const reportRegister = view({
  name: 'report_register',
  version: 2,
  columns: {
    reportId: uuid().key(),
    unitId: uuid(),
    cadreId: uuid(),
    period: text(),
    periodEnds: date(),
    /** submitted, acknowledged, returned */
    status: text(),
    submittedOn: date(),
    /** Differs from `submittedOn` when it was returned: lateness is judged by this one. */
    firstSubmittedOn: date(),
    attempts: integer(),
    dueOn: date().nullable(),
    /** Of the first submission: a report that came in time and was returned is not late. */
    daysLate: integer(),
    acknowledgedOn: date().nullable(),
    returnedOn: date().nullable(),
    returnReason: text().nullable(),
    contents: textArray(),
    pack: text().nullable(),
  },
  indexes: [
    ['unitId', 'periodEnds'],
    ['cadreId', 'periodEnds'],
  ],
})
  .on(reportSubmitted, ({ data }, rows) => {
    const { reportId, unitId, cadreId, period, periodEnds, submittedOn, contents, attempt, dueOn, daysLate, pack } =
      data;
    const now = { status: 'submitted', submittedOn, contents, attempts: attempt };
    if (attempt > 1) return rows.patch({ reportId }, now);
    rows.insert({
      ...{ reportId, unitId, cadreId, period, periodEnds, dueOn, daysLate, pack },
      ...{ acknowledgedOn: null, returnedOn: null, returnReason: null },
      ...now,
      firstSubmittedOn: submittedOn,
    });
  })
  .on(reportAcknowledged, ({ data: { reportId, acknowledgedOn } }, rows) => {
    rows.patch({ reportId }, { status: 'acknowledged', acknowledgedOn });
  })
  .on(reportReturned, ({ data: { reportId, returnedOn }, metadata }, rows) => {
    rows.patch({ reportId }, { status: 'returned', returnedOn, returnReason: metadata.reason ?? null });
  });
