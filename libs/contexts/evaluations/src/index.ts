import type { Context } from '#platform';
import { decideClassification } from './evaluation/decide-classification.js';
import { evaluation } from './evaluation/evaluation.js';
import { reviseClassification } from './evaluation/revise-classification.js';
import { selfAssess } from './evaluation/self-assess.js';
import { cellClassificationsQuery } from './views/cell-classifications.query.js';
import { cellClassifications } from './views/cell-classifications.js';
import { classificationDistributionQuery } from './views/classification-distribution.query.js';

export const evaluations: Context = {
  name: 'evaluations',
  events: evaluation.events,
  acts: [selfAssess, decideClassification, reviseClassification],
  views: [cellClassifications],
  queries: [cellClassificationsQuery, classificationDistributionQuery],
};
