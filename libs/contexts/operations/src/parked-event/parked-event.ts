import { aggregate, event, shape } from '#kernel';

/** A view passes an event over, now and in every rebuild. Reason and person stand in the metadata. */
export const parkedEventDiscarded = event(
  'operations.ParkedEventDiscarded',
  shape<{
    /** Name of its table. */
    view: string;
    stream: string;
    revision: number;
  }>(),
);

export interface ParkedEvent {
  readonly isDiscarded: boolean;
}

/** An event that a view could not take. The stream begins when somebody decides about it. */
export const parkedEvent = aggregate({
  name: 'parkedevent',
  events: [parkedEventDiscarded],
  initialState: { isDiscarded: false } as ParkedEvent,
  evolve: () => ({ isDiscarded: true }),
});
