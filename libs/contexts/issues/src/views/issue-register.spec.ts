import type { DomainEvent } from '#kernel';
import { project } from '#projections';
import { recorded } from '#testing';
import {
  issueCategoryCorrected,
  issueConfirmed,
  issueDeadlineMarked,
  issueExtended,
  issueHandedOver,
  issueMerged,
  issueRaised,
  issueRefused,
  issueResumed,
} from '../issue/issue.js';
import {
  accepted,
  answered,
  commune,
  escalated,
  id,
  issueId,
  province,
  raised,
  reopened,
  resolved,
  returned,
  setBy,
  unitId,
  waiting,
} from '../issue/spec-issue.js';
import { issueRegister } from './issue-register.js';

const rowAfter = (...events: readonly DomainEvent[]) => project(issueRegister, recorded(events))[0]!;
const held = { issueId, unitId, holderUnitId: commune };

describe('issue_register', () => {
  it('holds an issue from the day it was raised, due for a notice', () => {
    expect(rowAfter(raised)).toMatchObject({
      issueId,
      unitId,
      status: 'raised',
      firstSentToId: commune,
      holderUnitId: commune,
      holderLevel: 'commune',
      dueFor: 'notice',
      dueOn: '2024-08-15',
      remindOn: '2024-08-12',
      escalations: 0,
      reopenings: 0,
    });
  });

  it('does not tell the petitioner’s name', () => {
    const petition = { ...raised.data, petitionerId: id('petitioner'), petitionerName: 'Trần Văn Ba' };
    expect(JSON.stringify(rowAfter(issueRaised(petition)))).not.toContain('Trần Văn Ba');
  });

  it('knows the source of events of before there was the field', () => {
    const { source: _, sourceId: __, ...before } = { ...raised.data, meetingId: id('meeting') };
    expect(rowAfter(issueRaised(before))).toMatchObject({ source: 'meeting', sourceId: id('meeting') });
  });

  it('is due for a resolution once accepted', () => {
    const due = { status: 'accepted', acceptedOn: '2024-08-05', dueFor: 'resolution', dueOn: '2024-08-26' };
    expect(rowAfter(raised, accepted)).toMatchObject(due);
  });

  it('keeps the first sending when it is passed on and when it comes back', () => {
    expect(rowAfter(raised, accepted, escalated)).toMatchObject({
      status: 'escalated',
      firstSentToId: commune,
      holderUnitId: province,
      holderLevel: 'province',
      dueFor: 'notice',
      dueOn: '2024-08-20',
      acceptedOn: null,
      escalations: 1,
    });
    expect(rowAfter(raised, escalated, returned)).toMatchObject({
      ...{ status: 'returned', firstSentToId: commune, holderUnitId: commune, dueOn: '2024-08-22', returns: 1 },
    });
  });

  it('stands still while it waits, and is due later afterwards', () => {
    expect(rowAfter(raised, accepted, waiting)).toMatchObject({
      ...{ status: 'waiting', waitingSince: '2024-08-12', waitsFor: 'funding', dueOn: '2024-08-26' },
    });
    const resumed = issueResumed({
      ...{ ...held, waitedSince: '2024-08-12', on: '2024-08-29', previousDueOn: '2024-08-26' },
      ...{ dueOn: '2024-09-16', ...setBy('2024-09-16') },
    });
    expect(rowAfter(raised, accepted, waiting, resumed)).toMatchObject({
      ...{ status: 'accepted', waitingSince: null, dueOn: '2024-09-16', remindOn: '2024-09-11' },
    });
  });

  it('counts extensions and missed deadlines, which move no status', () => {
    const extended = { ...held, on: '2024-08-06', previousDueOn: '2024-08-26', dueOn: '2024-09-16' };
    const marked = { ...held, dueFor: 'resolution' as const, dueOn: '2024-09-16', on: '2024-09-17', escalateOn: null };
    const events = [
      issueExtended({ ...extended, ...setBy('2024-09-16') }),
      issueDeadlineMarked({ ...marked, mark: 'near-due' }),
      issueDeadlineMarked({ ...marked, mark: 'overdue' }),
    ];
    expect(rowAfter(raised, accepted, ...events)).toMatchObject({
      ...{ status: 'accepted', dueOn: '2024-09-16', extensions: 1, missedDeadlines: 1 },
    });
  });

  it('shows the answer, the day it was resolved and the day it was confirmed', () => {
    expect(rowAfter(raised, accepted, answered)).toMatchObject({ status: 'answered', answer: 'Đã bố trí vốn' });
    expect(rowAfter(raised, accepted, answered, resolved)).toMatchObject({
      status: 'resolved',
      resolvedOn: '2024-08-21',
    });
    const confirmed = issueConfirmed({ ...held, on: '2024-08-25' });
    expect(rowAfter(raised, accepted, answered, resolved, confirmed)).toMatchObject({
      ...{ status: 'confirmed', resolvedOn: '2024-08-21', confirmedOn: '2024-08-25' },
    });
  });

  it('is open again with a new date after a reopening', () => {
    expect(rowAfter(raised, accepted, answered, resolved, reopened)).toMatchObject({
      status: 'reopened',
      resolvedOn: null,
      dueFor: 'resolution',
      dueOn: '2024-09-16',
      reopenings: 1,
    });
  });

  it('shows how it ended without a resolution', () => {
    expect(rowAfter(raised, issueRefused({ ...held, cause: 'anonymous', on: '2024-08-01' }))).toMatchObject({
      ...{ status: 'refused', refusalCause: 'anonymous', endedOn: '2024-08-01' },
    });
    expect(rowAfter(raised, issueMerged({ ...held, intoIssueId: id('other'), on: '2024-08-02' }))).toMatchObject({
      ...{ status: 'merged', mergedIntoIssueId: id('other'), endedOn: '2024-08-02' },
    });
  });

  it('moves to the successor of a closed holder with its status and deadline', () => {
    const successor = {
      ...held,
      fromUnitId: commune,
      holderUnitId: id('new'),
      holderLevel: 'commune',
      on: '2024-08-10',
    };
    expect(rowAfter(raised, accepted, issueHandedOver(successor))).toMatchObject({
      ...{ status: 'accepted', holderUnitId: id('new'), dueOn: '2024-08-26', firstSentToId: commune },
    });
  });

  it('stands in the corrected category', () => {
    const corrected = { ...held, category: 'land', previousCategory: 'infrastructure' };
    expect(rowAfter(raised, issueCategoryCorrected(corrected))).toMatchObject({ category: 'land' });
  });
});

it('knows since when an issue lies with its holder', () => {
  const since = (...events: readonly DomainEvent[]) => rowAfter(raised, ...events)['heldSince'];
  expect(since()).toBe(raised.data.raisedOn);
  expect(since(accepted)).toBe(raised.data.raisedOn);
  expect(since(escalated)).toBe(escalated.data.escalatedOn);
  expect(since(escalated, returned)).toBe(returned.data.on);
  expect(since(accepted, answered, resolved, reopened)).toBe(reopened.data.reopenedOn);
  const handedOver = issueHandedOver({ ...held, fromUnitId: province, holderLevel: 'commune', on: '2025-07-01' });
  expect(since(escalated, handedOver)).toBe('2025-07-01');
  const part = recorded([issueRaised({ ...raised.data, splitFromIssueId: id('whole') })], {
    effectiveAt: '2024-09-30T17:00:00.000Z',
  });
  expect(project(issueRegister, part)[0]).toMatchObject({ heldSince: '2024-10-01' });
});
