import { assignedCadresReview } from './assigned-cadres-review.js';
import type { AnyDocumentKind } from './document.js';
import { unresolvedRecommendationsDocument } from './unresolved-recommendations.js';

export const documentKinds: readonly AnyDocumentKind[] = [assignedCadresReview, unresolvedRecommendationsDocument];
