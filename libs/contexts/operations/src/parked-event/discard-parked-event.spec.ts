import { derivedId } from '#kernel';
import { given } from '#testing';
import { discardParkedEvent } from './discard-parked-event.js';
import { parkedEventDiscarded } from './parked-event.js';

const event = { view: 'attendance_rate', stream: `meeting-${derivedId('spec', 'meeting')}`, revision: 3 };
const command = { ...event, reason: 'Ghi trùng khi nhập tệp tháng 9' };

describe('discard-parked-event', () => {
  it('is an event, with its reason', () => {
    given(discardParkedEvent, [])
      .when(command)
      .then([parkedEventDiscarded(event)]);
  });

  it('is decided once', () => {
    given(discardParkedEvent, [parkedEventDiscarded(event)])
      .when(command)
      .then([]);
  });

  it('is for one event of one view', () => {
    const idOf = (of: object) => discardParkedEvent.id({ ...command, ...of } as never, {} as never);
    const ids = [{}, { view: 'turnout' }, { revision: 4 }, { stream: 'meeting-2' }].map(idOf);
    expect(new Set(ids).size).toBe(4);
  });
});
