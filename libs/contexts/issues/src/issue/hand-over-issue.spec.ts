import { unitRecord, type UnitRecord } from '#contexts/org-units/contracts';
import { given, someActor } from '#testing';
import { handOverIssue } from './hand-over-issue.js';
import { issueHandedOver } from './issue.js';
import {
  accepted,
  answered,
  commune,
  escalated,
  id,
  issueId,
  province,
  raised,
  resolved,
  unitId,
} from './spec-issue.js';

const unit = (status: UnitRecord['status']): UnitRecord => ({ ...unitRecord.initialState, status, level: 'commune' });
const facts = { from: unit('closed'), to: unit('open') };
const successor = id('new commune');
const command = { issueId, fromUnitId: commune, toUnitId: successor, effectiveAt: '2024-08-15' };
const handedOver = issueHandedOver({
  ...{ issueId, unitId, fromUnitId: commune, holderUnitId: successor, holderLevel: 'commune', on: '2024-08-15' },
});
const actor = { ...someActor, role: 'system' as const };

describe('hand-over-issue', () => {
  it('gives the issues of a closed holder to another one; the deadline stays', () => {
    given(handOverIssue, [raised, accepted], { facts }).when(command).then([handedOver]);
  });

  it('a closing that was entered late does not put its day before later steps', () => {
    given(handOverIssue, [raised, accepted, answered], { facts })
      .when(command)
      .then([issueHandedOver({ ...handedOver.data, on: '2024-08-20' })]);
  });

  it('of the process: does nothing when the issue went elsewhere or was settled meanwhile', () => {
    given(handOverIssue, [raised, escalated], { facts, actor }).when(command).then([]);
    given(handOverIssue, [raised, accepted, answered, resolved], { facts, actor }).when(command).then([]);
  });

  it('of a person: refuses what is elsewhere or settled, and a holder that is not closed', () => {
    given(handOverIssue, [raised, escalated], { facts })
      .when(command)
      .thenRefused('issue.not-with-holder', { unitId: province });
    given(handOverIssue, [raised, accepted, answered, resolved], { facts })
      .when(command)
      .thenRefused('issue.cannot-hand-over');
    given(handOverIssue, [raised], { facts: { ...facts, from: unit('open') } })
      .when(command)
      .thenRefused('issue.holder-not-closed');
    given(handOverIssue, [raised], { facts: { ...facts, to: unit('none') } })
      .when(command)
      .thenRefused('issue.holder-unknown');
    given(handOverIssue, [raised], { facts: { ...facts, to: unit('closed') } })
      .when(command)
      .thenRefused('issue.holder-closed');
    given(handOverIssue, [raised], { facts })
      .when({ ...command, effectiveAt: '2024-08-30' })
      .thenRefused('issue.step-in-future');
  });
});
