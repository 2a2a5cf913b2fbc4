import { aggregate, event, shape, type EventOf, type LocalDate } from '#kernel';

/** A person who may be assigned to follow units. Name and phone are sealed with the person's own key. */
export const cadreRegistered = event(
  'assignments.CadreRegistered',
  shape<{
    cadreId: string;
    fullName: string;
    phone: string | null;
    position: string;
    /** The unit to which the cadre belongs, not one that they follow. */
    unitId: string;
    /** The cadre's own cell (chi bộ nơi sinh hoạt đảng), when it is known. */
    cellId?: string | null;
    /** Demonstration data. */
    generated: boolean;
  }>(),
  { personal: { subject: 'cadreId', fields: ['fullName', 'phone'] } },
);

/** Another position, unit or own cell from `on`. What a cadre follows does not change with it. */
export const cadrePositionChanged = event(
  'assignments.CadrePositionChanged',
  shape<{
    cadreId: string;
    position: string;
    unitId: string;
    previousUnitId: string;
    cellId: string | null;
    on: LocalDate;
  }>(),
);

/** `on`: the first day on which the cadre can follow nothing any more. */
export const cadreRetired = event(
  'assignments.CadreRetired',
  shape<{ cadreId: string; unitId: string; on: LocalDate }>(),
);

/** Where a cadre works, and their own cell, from a day on; of the first post the day is not known. */
export interface Post {
  readonly since: LocalDate | null;
  readonly unitId: string;
  readonly cellId: string | null;
}

export interface CadreRecord {
  readonly status: 'none' | 'active' | 'retired';
  readonly position: string | undefined;
  readonly unitId: string | undefined;
  readonly cellId: string | null;
  readonly retiredOn: LocalDate | undefined;
  /** In the order of their days. */
  readonly posts: readonly Post[];
}

const cadreEvents = [cadreRegistered, cadrePositionChanged, cadreRetired] as const;
export type CadreEvent = EventOf<typeof cadreEvents>;

export const cadreRecord = aggregate({
  name: 'cadre',
  events: cadreEvents,
  initialState: {
    status: 'none',
    position: undefined,
    unitId: undefined,
    cellId: null,
    retiredOn: undefined,
    posts: [],
  } as CadreRecord,
  evolve(state, event: CadreEvent): CadreRecord {
    switch (event.type) {
      case cadreRegistered.type: {
        const { position, unitId, cellId = null } = event.data;
        return { ...state, status: 'active', position, unitId, cellId, posts: [{ since: null, unitId, cellId }] };
      }
      case cadrePositionChanged.type: {
        const { position, unitId, cellId, on } = event.data;
        return { ...state, position, unitId, cellId, posts: withPost(state.posts, { since: on, unitId, cellId }) };
      }
      case cadreRetired.type:
        return { ...state, status: 'retired', retiredOn: event.data.on };
    }
  },
});

/** A change entered late takes its place among the others; of two on one day the last counts. */
const withPost = (posts: readonly Post[], post: Post): readonly Post[] =>
  [...posts.filter(({ since }) => since !== post.since), post].sort((a, b) =>
    (a.since ?? '') < (b.since ?? '') ? -1 : 1,
  );

/** The post that a cadre held on a day. */
export const postOn = ({ posts }: CadreRecord, day: LocalDate): Post | undefined =>
  posts.findLast(({ since }) => since === null || since <= day);
