import type { Context } from '#platform';
import { acceptIssue } from './issue/accept-issue.js';
import { escalateIssue } from './issue/escalate-issue.js';
import { issue } from './issue/issue.js';
import { raiseIssue } from './issue/raise-issue.js';
import { reopenIssue } from './issue/reopen-issue.js';
import { resolveIssue } from './issue/resolve-issue.js';
import { respondToIssue } from './issue/respond-to-issue.js';
import { issueRegisterQuery } from './views/issue-register.query.js';
import { issueRegister } from './views/issue-register.js';
import { issuesHeldQuery } from './views/issues-held.query.js';
import { unresolvedRecommendationsQuery } from './views/unresolved-recommendations.query.js';

export const issues: Context = {
  name: 'issues',
  events: issue.events,
  acts: [raiseIssue, acceptIssue, escalateIssue, respondToIssue, resolveIssue, reopenIssue],
  views: [issueRegister],
  queries: [unresolvedRecommendationsQuery, issuesHeldQuery, issueRegisterQuery],
};
