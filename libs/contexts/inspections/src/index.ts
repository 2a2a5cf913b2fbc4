import type { Context } from '#platform';
import { access } from './access/access.js';
import { recordReads } from './access/record-reads.js';
import { addCorrectionItems } from './correction/add-correction-items.js';
import { approveCorrection } from './correction/approve-correction.js';
import { correction } from './correction/correction.js';
import { outdateCorrection } from './correction/outdate-correction.js';
import { recordApplication } from './correction/record-application.js';
import { recordDryRun } from './correction/record-dry-run.js';
import { recordVerification } from './correction/record-verification.js';
import { rejectCorrection } from './correction/reject-correction.js';
import { requestCorrection } from './correction/request-correction.js';
import { withdrawCorrection } from './correction/withdraw-correction.js';
import { addFinding } from './dossier/add-finding.js';
import { citeEvents } from './dossier/cite-events.js';
import { closeDossier } from './dossier/close-dossier.js';
import { dossier } from './dossier/dossier.js';
import { openDossier } from './dossier/open-dossier.js';
import { orderCorrection } from './dossier/order-correction.js';
import { recordExport } from './dossier/record-export.js';
import { accessLogQuery } from './views/access-log.query.js';
import { accessLog } from './views/access-log.js';
import { correctedFactsQuery } from './views/corrected-facts.query.js';
import { correctedFact } from './views/corrected-fact.js';
import { correctionRegister } from './views/correction-register.js';
import { correctionsQuery } from './views/corrections.query.js';
import { dossierRegister } from './views/dossier-register.js';
import { dossiersQuery } from './views/dossiers.query.js';

export const inspections: Context = {
  name: 'inspections',
  events: [...correction.events, ...dossier.events, ...access.events],
  acts: [
    requestCorrection,
    addCorrectionItems,
    recordDryRun,
    approveCorrection,
    rejectCorrection,
    withdrawCorrection,
    outdateCorrection,
    recordApplication,
    recordVerification,
    openDossier,
    citeEvents,
    addFinding,
    orderCorrection,
    closeDossier,
    recordExport,
    recordReads,
  ],
  views: [correctionRegister, correctedFact, dossierRegister, accessLog],
  queries: [correctionsQuery, correctedFactsQuery, dossiersQuery, accessLogQuery],
};

export { correction, type Correction, type CorrectionItem, type DryRun } from './correction/correction.js';
export { itemsAtMost, itemsAtOnce } from './correction/items.js';
export { dossier, type Dossier } from './dossier/dossier.js';
export { readsAtOnce } from './access/record-reads.js';
export { accessPeriod, type Read } from './access/access.js';
