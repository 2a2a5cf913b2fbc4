import type { Context } from '#platform';
import { acceptIssue } from './issue/accept-issue.js';
import { categoriseIssue } from './issue/categorise-issue.js';
import { confirmIssue } from './issue/confirm-issue.js';
import { correctIssueAnswer } from './issue/correct-issue-answer.js';
import { correctIssueCategory } from './issue/correct-issue-category.js';
import { escalateIssue } from './issue/escalate-issue.js';
import { escalateOverdueIssue } from './issue/escalate-overdue-issue.js';
import { extendIssue } from './issue/extend-issue.js';
import { handOverIssue } from './issue/hand-over-issue.js';
import { issue } from './issue/issue.js';
import { markIssueDeadline } from './issue/mark-issue-deadline.js';
import { mergeIssue } from './issue/merge-issue.js';
import { noteOnIssue } from './issue/note-on-issue.js';
import { openIssuePart } from './issue/open-issue-part.js';
import { raiseIssue } from './issue/raise-issue.js';
import { refuseIssue } from './issue/refuse-issue.js';
import { reopenIssue } from './issue/reopen-issue.js';
import { resolveIssue } from './issue/resolve-issue.js';
import { respondToIssue } from './issue/respond-to-issue.js';
import { resumeIssue } from './issue/resume-issue.js';
import { returnIssue } from './issue/return-issue.js';
import { splitIssue } from './issue/split-issue.js';
import { waitWithIssue } from './issue/wait-with-issue.js';
import { withdrawIssue } from './issue/withdraw-issue.js';
import { clearNoticeAddress } from './notice-address/clear-notice-address.js';
import { noticeAddress } from './notice-address/notice-address.js';
import { setNoticeAddress } from './notice-address/set-notice-address.js';
import { issueDeadlines } from './processes/issue-deadlines.js';
import { issueParts } from './processes/issue-parts.js';
import { issuesOfClosedUnits } from './processes/issues-of-closed-units.js';
import { tellRaiser } from './processes/tell-raiser.js';
import { deadlinesPreview } from './rules/deadlines-preview.js';
import { issueNotesQuery } from './views/issue-notes.query.js';
import { issueNotes } from './views/issue-notes.js';
import { issueRegisterQuery } from './views/issue-register.query.js';
import { issueRegister } from './views/issue-register.js';
import { issuesByCategoryQuery } from './views/issues-by-category.query.js';
import { issuesByHolderQuery } from './views/issues-by-holder.query.js';
import { issuesHeldQuery } from './views/issues-held.query.js';
import { noticesQuery } from './views/notices.query.js';
import { unresolvedRecommendationsQuery } from './views/unresolved-recommendations.query.js';

export const issues: Context = {
  name: 'issues',
  events: [...issue.events, ...noticeAddress.events],
  acts: [
    ...[raiseIssue, acceptIssue, escalateIssue, returnIssue, refuseIssue, categoriseIssue],
    ...[waitWithIssue, resumeIssue, extendIssue, respondToIssue, resolveIssue],
    ...[confirmIssue, reopenIssue, withdrawIssue, splitIssue, mergeIssue, noteOnIssue, handOverIssue],
    ...[correctIssueAnswer, correctIssueCategory],
    ...[openIssuePart, markIssueDeadline, escalateOverdueIssue],
    ...[setNoticeAddress, clearNoticeAddress],
  ],
  views: [issueRegister, issueNotes],
  queries: [
    ...[unresolvedRecommendationsQuery, issuesHeldQuery, issueRegisterQuery],
    ...[issuesByCategoryQuery, issuesByHolderQuery],
    ...[issueNotesQuery, noticesQuery],
  ],
  processes: [issueDeadlines, issueParts, issuesOfClosedUnits, tellRaiser],
  previews: [deadlinesPreview],
};
