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

export interface UnitRecord {
  readonly status: 'none' | 'open' | 'closed';
  readonly name: string;
  readonly level: string;
  readonly parentId: string | undefined;
  readonly openedOn: LocalDate | undefined;
  /** Last day; undefined while the unit is open. */
  readonly closedOn: LocalDate | undefined;
}

const unitEvents = [unitRegistered, unitRenamed, unitMoved, unitClosed] as const;
export type UnitEvent = EventOf<typeof unitEvents>;

export const unitRecord = aggregate({
  name: 'unit',
  events: unitEvents,
  initialState: {
    status: 'none',
    name: '',
    level: '',
    parentId: undefined,
    openedOn: undefined,
    closedOn: undefined,
  } as UnitRecord,
  evolve(state, event: UnitEvent): UnitRecord {
    switch (event.type) {
      case unitRegistered.type: {
        const { name, level, parentId, openedOn } = event.data;
        return { ...state, status: 'open', name, level, parentId, openedOn };
      }
      case unitRenamed.type:
        return { ...state, name: event.data.name };
      case unitMoved.type:
        return { ...state, parentId: event.data.parentId };
      case unitClosed.type:
        return { ...state, status: 'closed', closedOn: event.data.closedOn };
    }
  },
});
