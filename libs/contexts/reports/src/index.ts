import type { Context } from '#platform';
import { acknowledgeReport } from './report/acknowledge-report.js';
import { report } from './report/report.js';
import { returnReport } from './report/return-report.js';
import { reportsPreview } from './report/reports-preview.js';
import { submitReport } from './report/submit-report.js';
import { correctSupport } from './support/correct-support.js';
import { recordSupport } from './support/record-support.js';
import { support } from './support/support.js';
import { withdrawSupport } from './support/withdraw-support.js';
import { reportRegister } from './views/report-register.js';
import { reportsDueQuery } from './views/reports-due.query.js';
import { reportsQuery } from './views/reports.query.js';
import { supportByUnitQuery } from './views/support-by-unit.query.js';
import { supportRegister } from './views/support-register.js';
import { supportQuery } from './views/support.query.js';
import { visitRegister } from './views/visit-register.js';
import { visitsQuery } from './views/visits.query.js';
import { recordVisit } from './visit/record-visit.js';
import { visit } from './visit/visit.js';
import { withdrawVisit } from './visit/withdraw-visit.js';

export const reports: Context = {
  name: 'reports',
  events: [...report.events, ...visit.events, ...support.events],
  acts: [
    submitReport,
    acknowledgeReport,
    returnReport,
    recordVisit,
    withdrawVisit,
    recordSupport,
    correctSupport,
    withdrawSupport,
  ],
  views: [reportRegister, visitRegister, supportRegister],
  queries: [reportsQuery, reportsDueQuery, visitsQuery, supportQuery, supportByUnitQuery],
  previews: [reportsPreview],
};
