import { derivedId } from '#kernel';
import { given } from '#testing';
import { discardProcessEvent } from './discard-process-event.js';
import { processEventDiscarded } from './process-decisions.js';

const event = { process: 'merged-units', stream: `unit-${derivedId('spec', 'unit')}`, revision: 3 };
const command = { ...event, reason: 'Sáp nhập bị hủy' };

describe('discard-process-event', () => {
  it('is an event, with its reason; decided once', () => {
    given(discardProcessEvent, [])
      .when(command)
      .then([processEventDiscarded(event)]);
    given(discardProcessEvent, [processEventDiscarded(event)])
      .when(command)
      .then([]);
  });

  it('is for one event of one process', () => {
    const idOf = (of: object) => discardProcessEvent.id({ ...command, ...of } as never, {} as never);
    const ids = [{}, { process: 'issue-deadlines' }, { revision: 4 }, { stream: 'unit-2' }].map(idOf);
    expect(new Set(ids).size).toBe(4);
  });
});
