import { rootUnitId } from '#kernel';
import { given, today } from '#testing';
import { escalateIssue } from './escalate-issue.js';
import type { Sending } from './holder.js';
import { issueEscalated } from './issue.js';
import {
  accepted,
  answered,
  commune,
  escalated,
  id,
  issueId,
  lineIds,
  pack,
  province,
  raised,
  resolved,
  sending,
  setBy,
} from './spec-issue.js';

const facts = { pack, sending, inCharge: undefined };
const cause = 'beyond-authority' as const;
const command = { issueId, toUnitId: province, cause, reason: 'Vốn thuộc ngân sách tỉnh' };
const sent = issueEscalated({
  ...escalated.data,
  escalatedOn: today,
  noticeDueOn: '2024-09-16',
  ...setBy('2024-09-16'),
});

describe('escalate-issue', () => {
  it('passes it to the superior, who has ten working days for the notice', () => {
    given(escalateIssue, [raised], { facts }).when(command).then([sent]);
  });

  it('names the member of the standing committee who is in charge, if active', () => {
    const inChargeCadreId = id('ủy viên thường vụ');
    given(escalateIssue, [raised], { facts: { ...facts, inCharge: 'active' } })
      .when({ ...command, inChargeCadreId })
      .then([issueEscalated({ ...sent.data, inChargeCadreId })]);
    given(escalateIssue, [raised], { facts: { ...facts, inCharge: 'retired' } })
      .when({ ...command, inChargeCadreId })
      .thenRefused('issue.cadre-unknown', { cadreId: inChargeCadreId });
  });

  it('may pass on what was accepted or answered', () => {
    given(escalateIssue, [raised, accepted], { facts }).when(command).then([sent]);
    given(escalateIssue, [raised, accepted, answered], { facts }).when(command).then([sent]);
  });

  it('passes it to a department beside the way up, and to the centre', () => {
    const target = { status: 'open' as const, level: 'department', parentId: province };
    given(escalateIssue, [raised], { facts: { ...facts, sending: { targetId: id('Sở'), target, lineIds } } })
      .when({ ...command, toUnitId: id('Sở') })
      .then([issueEscalated({ ...sent.data, holderUnitId: id('Sở'), holderLevel: 'department' })]);
    const centre: Sending = { targetId: rootUnitId, target: { status: 'open', level: 'country' }, lineIds };
    given(escalateIssue, [raised], { facts: { ...facts, sending: centre } })
      .when({ ...command, toUnitId: rootUnitId })
      .then([issueEscalated({ ...sent.data, holderUnitId: rootUnitId, holderLevel: 'country' })]);
  });

  it('refuses the holder itself, and a unit that is neither above nor a department', () => {
    given(escalateIssue, [raised], { facts })
      .when({ ...command, toUnitId: commune })
      .thenRefused('issue.holder-has-it', { unitId: commune });
    const beside: Sending = { ...sending, targetId: id('other'), target: { status: 'open', level: 'commune' } };
    given(escalateIssue, [raised], { facts: { ...facts, sending: beside } })
      .when({ ...command, toUnitId: id('other') })
      .thenRefused('issue.holder-not-superior-or-department', { unitId: id('other'), level: 'commune' });
  });

  it('refuses what is resolved or unknown', () => {
    given(escalateIssue, [raised, accepted, answered, resolved], { facts })
      .when(command)
      .thenRefused('issue.cannot-escalate');
    given(escalateIssue, [], { facts: { ...facts, sending: undefined } })
      .when(command)
      .thenRefused('issue.unknown');
  });
});
