/** What other contexts may know of issues. */
export { issue, type Issue, type IssueStatus } from './issue/issue.js';
export { issueCategories } from './issue/vocabulary.js';
