import { given } from '#testing';
import { approveCorrection } from './approve-correction.js';
import {
  added,
  approved,
  correctionId,
  dryRunId,
  halfDone,
  id,
  person,
  rehearsed,
  requested,
} from './spec-correction.js';

const by = (name: string, events = [requested, added, rehearsed]) =>
  given(approveCorrection, events, { actor: person(name) }).when({ correctionId, dryRunId });

describe('approve-correction', () => {
  it('is the act of a second person', () => {
    by('approver').then([approved]);
  });

  it('is refused to who requested it and to who entered what is wrong', () => {
    by('requester').thenRefused('correction.approver-requested');
    by('secretary').thenRefused('correction.approver-entered', { item: 0 });
  });

  it('needs the dry run that was looked at', () => {
    given(approveCorrection, [requested, added, rehearsed], { actor: person('approver') })
      .when({ correctionId, dryRunId: id('other') })
      .thenRefused('correction.other-dry-run', { dryRunId });
    by('approver', [requested, added] as never).thenRefused('correction.not-now', {
      status: 'requested',
      allowed: ['rehearsed'],
    });
    given(approveCorrection, [requested, added, rehearsed, approved, halfDone], { actor: person('approver') })
      .when({ correctionId, dryRunId })
      .thenRefused('correction.not-now');
  });
});
