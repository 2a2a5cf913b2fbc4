import type { IssueRulePack } from './issues.js';

/** Deadlines of issues. Some pack binds every day: an issue always has a day by which it is due. */
export const issueRulePacks: readonly IssueRulePack[] = [
  {
    name: 'issues-11-QĐi',
    version: 1,
    jurisdiction: 'country',
    // No deadline was published for older issues: this pack is applied to whatever is entered of them.
    validFrom: '1900-01-01',
    validTo: null,
    legalBasis: '11-QĐi/TW 2019-02-18, KL 215-KL/TW',
    noticeWorkingDays: 10,
    resolutionWorkingDays: {
      cell: 10,
      commune: 15,
      district: 20,
      department: 30,
      province: 30,
      country: 45,
    },
    nearDueWorkingDays: 3,
    escalateOverdueWorkingDays: null,
    unconfirmed: [
      'resolutionWorkingDays: local parameters, to be set by each province',
      'nearDueWorkingDays: no source says when to remind',
    ],
  },
];
