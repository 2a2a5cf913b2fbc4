import { derivedId } from '#kernel';
import { given } from '#testing';
import { delegationsRecorded, meetingHeld, meetingScheduled } from './meeting.js';
import { recordDelegations } from './record-delegations.js';

const [meetingId, unitId, first, second] = ['meeting', 'tỉnh', 'xã 1', 'xã 2'].map((name) =>
  derivedId('spec', name),
) as [string, string, string, string];
const heldOn = '2024-04-25';
const common = { meetingId, unitId, kind: 'listening-conference' as const };
const held = meetingHeld({ ...common, scheduledFor: null, heldOn, durationMinutes: 240, expectedCadreIds: [] });
const facts = { unknown: [] as string[] };
const came = delegationsRecorded({
  ...{ meetingId, unitId, heldOn },
  delegations: [{ unitId: first, delegates: 14, previous: null }],
});

describe('record-delegations', () => {
  it('takes many units at once', () => {
    const delegations = [first, second].map((id) => ({ unitId: id, delegates: 14 }));
    given(recordDelegations, [held], { facts })
      .when({ meetingId, delegations })
      .then([
        delegationsRecorded({
          ...{ meetingId, unitId, heldOn },
          delegations: delegations.map((each) => ({ ...each, previous: null })),
        }),
      ]);
  });

  it('keeps the count that it replaces, and says nothing of what stands already', () => {
    given(recordDelegations, [held, came], { facts })
      .when({
        meetingId,
        delegations: [
          { unitId: first, delegates: 15 },
          { unitId: second, delegates: 0 },
        ],
      })
      .then([
        delegationsRecorded({
          ...{ meetingId, unitId, heldOn },
          delegations: [{ unitId: first, delegates: 15, previous: 14 }],
        }),
      ]);
    given(recordDelegations, [held, came], { facts })
      .when({ meetingId, delegations: [{ unitId: first, delegates: 14 }] })
      .then([]);
  });

  it('refuses unknown units and meetings that are no conference or were not held', () => {
    const body = { meetingId, delegations: [{ unitId: first, delegates: 3 }] };
    given(recordDelegations, [held], { facts: { unknown: [first] } })
      .when(body)
      .thenRefused('unit.unknown', { unitId: first });
    given(recordDelegations, [meetingHeld({ ...held.data, kind: 'regular' })], { facts })
      .when(body)
      .thenRefused('meeting.no-conference');
    given(recordDelegations, [meetingScheduled({ ...common, scheduledFor: heldOn })], { facts })
      .when(body)
      .thenRefused('meeting.not-held');
    given(recordDelegations, [], { facts }).when(body).thenRefused('meeting.unknown');
  });
});
