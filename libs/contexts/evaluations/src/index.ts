import type { Context } from '#platform';
import { campaign } from './campaign/campaign.js';
import { cancelCampaign } from './campaign/cancel-campaign.js';
import { openCampaign } from './campaign/open-campaign.js';
import { publishClassifications } from './campaign/publish-classifications.js';
import { regroupCampaign } from './campaign/regroup-campaign.js';
import { decideClassification } from './evaluation/decide-classification.js';
import { evaluation } from './evaluation/evaluation.js';
import { reviewEvaluation } from './evaluation/review-evaluation.js';
import { reviseClassification } from './evaluation/revise-classification.js';
import { selfAssess } from './evaluation/self-assess.js';
import { classifyMember } from './members/classify-member.js';
import { memberEvaluations } from './members/member-evaluations.js';
import { evaluationPreview } from './rules/evaluation-preview.js';
import { campaignGroupsQuery } from './views/campaign-groups.query.js';
import { campaignUnits } from './views/campaign-units.js';
import { cellClassificationsQuery } from './views/cell-classifications.query.js';
import { cellClassifications } from './views/cell-classifications.js';
import { classificationComparisonQuery } from './views/classification-comparison.query.js';
import { classificationDistributionQuery } from './views/classification-distribution.query.js';
import { evaluationCampaignsQuery } from './views/evaluation-campaigns.query.js';
import { evaluationCampaigns } from './views/evaluation-campaigns.js';
import { evaluationFactsQuery } from './views/evaluation-facts.query.js';
import { evaluationProgressQuery } from './views/evaluation-progress.query.js';
import { memberGradesQuery } from './views/member-grades.query.js';
import { memberGrades } from './views/member-grades.js';

export const evaluations: Context = {
  name: 'evaluations',
  events: [...evaluation.events, ...campaign.events, ...memberEvaluations.events],
  acts: [
    openCampaign,
    regroupCampaign,
    cancelCampaign,
    selfAssess,
    reviewEvaluation,
    decideClassification,
    publishClassifications,
    reviseClassification,
    classifyMember,
  ],
  views: [cellClassifications, evaluationCampaigns, campaignUnits, memberGrades],
  queries: [
    evaluationCampaignsQuery,
    campaignGroupsQuery,
    evaluationProgressQuery,
    cellClassificationsQuery,
    classificationDistributionQuery,
    classificationComparisonQuery,
    memberGradesQuery,
    evaluationFactsQuery,
  ],
  previews: [evaluationPreview],
};
