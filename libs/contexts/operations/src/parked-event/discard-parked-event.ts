import { act, Command, derivedId, rootUnitId } from '#kernel';
import { IsLine } from '#platform';
import { IsInt, Matches, Min } from 'class-validator';
import { parkedEvent, parkedEventDiscarded } from './parked-event.js';

export class DiscardParkedEvent extends Command {
  /** Name of the view's table. */
  @Matches(/^[a-z][a-z0-9_]{0,62}$/) view!: string;
  @IsLine(300) stream!: string;
  @IsInt() @Min(0) revision!: number;
  /** Why the view shall never show this event. */
  @IsLine(2000) reason!: string;
}

/**
 * The event itself stays in the store, and every other view shows it. What waited behind it is applied. Whether it is
 * parked at all is not asked: the decision holds for the rebuild to come as well.
 */
export const discardParkedEvent = act({
  name: 'discard-parked-event',
  summary: {
    vi: 'Bỏ qua một sự kiện mà bảng tổng hợp không nhận được',
    en: 'Pass over an event that a view can not take',
  },
  command: DiscardParkedEvent,
  aggregate: parkedEvent,
  roles: ['admin', 'system'],
  id: ({ view, stream, revision }) => derivedId('parked-event', view, stream, revision),
  unit: () => rootUnitId,

  decide({ view, stream, revision }, state) {
    return state.isDiscarded ? [] : [parkedEventDiscarded({ view, stream, revision })];
  },
});
