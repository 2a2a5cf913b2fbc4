import { process } from '#processes';
import { issueSplit } from '../issue/issue.js';

/** Opens the parts of a split issue, each in a stream of its own. */
export const issueParts = process('issue-parts').on(issueSplit, ({ data: { issueId, on, parts, unitId } }, out) => {
  for (const part of parts) {
    out.command('open-issue-part', { issueId: part.issueId, fromIssueId: issueId, unitId, effectiveAt: on });
  }
});
