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
    /** Demonstration data. */
    generated: boolean;
  }>(),
  { personal: { subject: 'cadreId', fields: ['fullName', 'phone'] } },
);

/** `on`: the first day on which the cadre can follow nothing any more. */
export const cadreRetired = event(
  'assignments.CadreRetired',
  shape<{ cadreId: string; unitId: string; on: LocalDate }>(),
);

export interface CadreRecord {
  readonly status: 'none' | 'active' | 'retired';
  readonly unitId: string | undefined;
  readonly retiredOn: LocalDate | undefined;
}

const cadreEvents = [cadreRegistered, cadreRetired] as const;
export type CadreEvent = EventOf<typeof cadreEvents>;

export const cadreRecord = aggregate({
  name: 'cadre',
  events: cadreEvents,
  initialState: { status: 'none', unitId: undefined, retiredOn: undefined } as CadreRecord,
  evolve(state, event: CadreEvent): CadreRecord {
    switch (event.type) {
      case cadreRegistered.type:
        return { ...state, status: 'active', unitId: event.data.unitId };
      case cadreRetired.type:
        return { ...state, status: 'retired', retiredOn: event.data.on };
    }
  },
});
