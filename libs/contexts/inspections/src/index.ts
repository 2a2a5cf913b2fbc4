import type { Context } from '#platform';
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
import { correctedFactsQuery } from './views/corrected-facts.query.js';
import { correctedFact } from './views/corrected-fact.js';
import { correctionRegister } from './views/correction-register.js';
import { correctionsQuery } from './views/corrections.query.js';

export const inspections: Context = {
  name: 'inspections',
  events: [...correction.events],
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
  ],
  views: [correctionRegister, correctedFact],
  queries: [correctionsQuery, correctedFactsQuery],
};

export { correction, type Correction, type CorrectionItem, type DryRun } from './correction/correction.js';
export { itemsAtMost, itemsAtOnce } from './correction/items.js';
