import { aggregate, event, shape, type EventOf, type LocalDate } from '#kernel';

/**
 * A node of the tree of Party organisations, named `unitRecord` because "unit" is everywhere. `openedOn` is the first
 * day, the metadata's `effectiveAt` too. `generated` marks demonstration data, which no report may pass off as real.
 */
export const unitRegistered = event(
  'org-units.UnitRegistered',
  shape<{
    unitId: string;
    name: string;
    /** A code of `unitLevels`. */
    level: string;
    /** What people call such a unit: xã, phường, thị trấn, đặc khu, ấp, khu phố… */
    kind: string | null;
    /** Official code, e.g. the five digits of a commune. */
    code: string | null;
    parentId: string;
    openedOn: LocalDate;
    generated: boolean;
  }>(),
);

export const unitRenamed = event(
  'org-units.UnitRenamed',
  shape<{ unitId: string; name: string; previousName: string; on: LocalDate }>(),
);

export const unitMoved = event(
  'org-units.UnitMoved',
  shape<{ unitId: string; parentId: string; previousParentId: string; on: LocalDate }>(),
);

/** `closedOn` is the last day. `successorIds`: the units that carry on its work; empty when nobody does. */
export const unitClosed = event(
  'org-units.UnitClosed',
  shape<{ unitId: string; parentId: string; closedOn: LocalDate; successorIds: readonly string[] }>(),
);

/**
 * From `on` the work of the predecessors passes into this unit: sáp nhập, or hợp nhất when the same act formed it
 * (`isNew`). The stream of each predecessor ends with a `UnitClosed` of its own.
 */
export const unitsMerged = event(
  'org-units.UnitsMerged',
  shape<{ unitId: string; predecessorIds: readonly string[]; on: LocalDate; isNew: boolean }>(),
);

/** From `on` the successors carry on the unit's work, or a part of it when the unit remains. */
export const unitSplit = event(
  'org-units.UnitSplit',
  shape<{ unitId: string; parentId: string; successorIds: readonly string[]; on: LocalDate; remains: boolean }>(),
);

export interface Place {
  readonly since: LocalDate;
  readonly parentId: string;
}

export interface UnitRecord {
  readonly status: 'none' | 'open' | 'closed';
  readonly name: string;
  readonly level: string;
  /** The last one, of a closed unit. */
  readonly parentId: string | undefined;
  /**
   * The unit directly above in the tree of today: the parent; of a closed unit the one successor that keeps its records.
   * With several successors, or none, they stay with the parent.
   */
  readonly aboveId: string | undefined;
  /** Every parent, with its first day, in the order of those days. */
  readonly places: readonly Place[];
  readonly predecessorIds: readonly string[];
  readonly successorIds: readonly string[];
  readonly openedOn: LocalDate | undefined;
  /** Last day; undefined while the unit is open. */
  readonly closedOn: LocalDate | undefined;
}

const unitEvents = [unitRegistered, unitRenamed, unitMoved, unitClosed, unitsMerged, unitSplit] as const;
export type UnitEvent = EventOf<typeof unitEvents>;

export const unitRecord = aggregate({
  name: 'unit',
  events: unitEvents,
  initialState: {
    status: 'none',
    name: '',
    level: '',
    parentId: undefined,
    aboveId: undefined,
    places: [],
    predecessorIds: [],
    successorIds: [],
    openedOn: undefined,
    closedOn: undefined,
  } as UnitRecord,
  evolve(state, event: UnitEvent): UnitRecord {
    switch (event.type) {
      case unitRegistered.type: {
        const { name, level, parentId, openedOn } = event.data;
        const places = [{ since: openedOn, parentId }];
        return { ...state, status: 'open', name, level, parentId, aboveId: parentId, places, openedOn };
      }
      case unitRenamed.type:
        return { ...state, name: event.data.name };
      case unitMoved.type: {
        const { parentId, on } = event.data;
        return { ...state, parentId, aboveId: parentId, places: withPlace(state.places, { since: on, parentId }) };
      }
      case unitClosed.type: {
        const { closedOn, parentId, successorIds } = event.data;
        const aboveId = keeperOf(parentId, successorIds);
        return { ...state, status: 'closed', closedOn, aboveId, successorIds: union(state.successorIds, successorIds) };
      }
      case unitsMerged.type:
        return { ...state, predecessorIds: union(state.predecessorIds, event.data.predecessorIds) };
      case unitSplit.type:
        return { ...state, successorIds: union(state.successorIds, event.data.successorIds) };
    }
  },
});

/** Where a closed unit's records are kept: with its one successor, or else with the parent it had. */
export const keeperOf = (parentId: string, successorIds: readonly string[]): string =>
  successorIds.length === 1 ? successorIds[0]! : parentId;

const union = (a: readonly string[], b: readonly string[]): readonly string[] => [...new Set([...a, ...b])];

/** A move entered late takes its place among the others; of two on one day the last counts. */
const withPlace = (places: readonly Place[], place: Place): readonly Place[] =>
  [...places.filter(({ since }) => since !== place.since), place].sort((a, b) => (a.since < b.since ? -1 : 1));
