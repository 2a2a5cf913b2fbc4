import type { DomainEvent } from '#kernel';
import { project } from '#projections';
import { recorded, today } from '#testing';
import {
  correctionClosed,
  correctionRejected,
  correctionVerified,
  correctionWithdrawn,
} from '../correction/correction.js';
import {
  added,
  applied,
  approved,
  correctionId,
  dryRunId,
  halfDone,
  id,
  rehearsed,
  requested,
  unitId,
} from '../correction/spec-correction.js';
import { correctionRegister } from './correction-register.js';

const rowOf = (...events: readonly { readonly type: string; readonly data: object }[]) =>
  project(correctionRegister, recorded(events as readonly DomainEvent[]))[0]!;
const path = [requested, added, rehearsed, approved, applied] as const;

describe('correction_register', () => {
  it('follows a correction to its end', () => {
    expect(rowOf(requested)).toMatchObject({
      status: 'requested',
      items: 0,
      requestedBy: id('requester'),
      isExact: null,
    });
    expect(rowOf(requested, added, rehearsed)).toMatchObject({ status: 'rehearsed', items: 1, dryRunId });
    expect(rowOf(requested, added, rehearsed, added)).toMatchObject({ status: 'requested', dryRunId: null });
    expect(rowOf(...path.slice(0, 4))).toMatchObject({ status: 'approved', approvedBy: id('approver') });
    const verified = correctionVerified({ correctionId, unitId, isExact: true, eventsAsRehearsed: true, views: [] });
    const closed = correctionClosed({ correctionId, unitId, closedOn: today });
    expect(rowOf(...path, verified, closed)).toMatchObject({
      status: 'closed',
      isExact: true,
      closedOn: today,
      appliedEvents: 1,
    });
  });

  it('shows what ended it otherwise', () => {
    expect(rowOf(...path.slice(0, 4), halfDone)).toMatchObject({
      status: 'requested',
      dryRunId: null,
      approvedBy: null,
      lastReason: 'command.stale-version',
    });
    expect(rowOf(requested, correctionRejected({ correctionId, unitId, rejectedBy: id('x') })).status).toBe('rejected');
    expect(rowOf(requested, correctionWithdrawn({ correctionId, unitId })).status).toBe('withdrawn');
  });
});
