import { given, today } from '#testing';
import { acceptIssue } from './accept-issue.js';
import { issueAccepted } from './issue.js';
import {
  accepted,
  answered,
  commune,
  escalated,
  facts,
  issueId,
  pack,
  province,
  raised,
  returned,
  setBy,
  unitId,
} from './spec-issue.js';

const acceptedBy = (holderUnitId: string, holderLevel: string, acceptedOn: string, dueOn: string) =>
  issueAccepted({ issueId, unitId, holderUnitId, holderLevel, acceptedOn, dueOn, ...setBy(dueOn) });

describe('accept-issue', () => {
  it('starts the clock, by the level of the holder, in working days', () => {
    given(acceptIssue, [raised], { facts })
      .when({ issueId })
      .then([acceptedBy(commune, 'commune', today, '2024-09-23')]);
  });

  it('starts it anew with the body that an issue was passed to', () => {
    given(acceptIssue, [raised, escalated], { facts })
      .when({ issueId, effectiveAt: '2024-08-07' })
      .then([acceptedBy(province, 'province', '2024-08-07', '2024-09-20')]);
  });

  it('may accept what came back', () => {
    given(acceptIssue, [raised, escalated, returned], { facts })
      .when({ issueId, effectiveAt: '2024-08-08' })
      .then([acceptedBy(commune, 'commune', '2024-08-08', '2024-08-29')]);
  });

  it('goes by the pack that binds the holder', () => {
    const local = {
      ...pack,
      name: 'riêng',
      version: 3,
      nearDueWorkingDays: null,
      resolutionWorkingDays: { commune: 1 },
    };
    given(acceptIssue, [raised], { facts: { pack: local } })
      .when({ issueId })
      .then([
        issueAccepted({
          ...{ issueId, unitId, holderUnitId: commune, holderLevel: 'commune', acceptedOn: today, dueOn: '2024-08-30' },
          ...{ rulePack: 'riêng', packVersion: 3, remindOn: null },
        }),
      ]);
  });

  it('refuses what is accepted already, or unknown', () => {
    given(acceptIssue, [raised, accepted], { facts })
      .when({ issueId })
      .thenRefused('issue.cannot-accept', {
        status: 'accepted',
        allowedFrom: ['raised', 'escalated', 'returned'],
      });
    given(acceptIssue, [raised, accepted, answered], { facts }).when({ issueId }).thenRefused('issue.cannot-accept');
    given(acceptIssue, [], { facts }).when({ issueId }).thenRefused('issue.unknown', { issueId });
  });

  it('refuses a day in the future or before the last step', () => {
    given(acceptIssue, [raised], { facts })
      .when({ issueId, effectiveAt: '2024-08-30' })
      .thenRefused('issue.step-in-future');
    given(acceptIssue, [raised], { facts })
      .when({ issueId, effectiveAt: '2024-07-31' })
      .thenRefused('issue.step-before-last');
  });
});
