/** What other contexts may know of issues; `noticeAddress`: where a person wants letters, for whoever sends them. */
export { issue, issueRaised, type Issue, type IssueStatus } from './issue/issue.js';
export { issueCategories } from './issue/vocabulary.js';
export { noticeAddress } from './notice-address/notice-address.js';
