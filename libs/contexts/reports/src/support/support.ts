import { aggregate, event, shape, type EventOf, type LocalDate } from '#kernel';

/** Đường giao thông nông thôn, cầu, nhà ở, sinh kế, giáo dục, y tế, trang thiết bị, việc khác. */
export const supportKinds = [
  ...(['rural-road', 'bridge', 'housing', 'livelihood', 'education', 'health', 'equipment', 'other'] as const),
] as const;
export type SupportKind = (typeof supportKinds)[number];
export const supportKindWords: Readonly<Record<SupportKind, string>> = {
  'rural-road': 'đường giao thông nông thôn',
  bridge: 'cầu',
  housing: 'nhà ở',
  livelihood: 'sinh kế',
  education: 'giáo dục',
  health: 'y tế',
  equipment: 'trang thiết bị',
  other: 'việc khác',
};

/** Support that was raised for a unit: whole VND; what is given in kind stands with its value. */
export interface SupportFacts {
  readonly kind: SupportKind;
  readonly amountVnd: number;
  readonly forWhat: string;
  readonly raisedOn: LocalDate;
}

/** `cadreId`: the cadre who helped to raise it; null: nobody in particular. Givers are bodies, never private people. */
export const supportRaised = event(
  'reports.SupportRaised',
  shape<{
    supportId: string;
    unitId: string;
    cadreId: string | null;
    giver: string | null;
    kind: SupportKind;
    amountVnd: number;
    forWhat: string;
    raisedOn: LocalDate;
  }>(),
);

/** The reason stands in the metadata. `before` is what was said wrongly. */
export const supportCorrected = event(
  'reports.SupportCorrected',
  shape<{ supportId: string; unitId: string; before: SupportFacts; after: SupportFacts }>(),
);

export const supportWithdrawn = event(
  'reports.SupportWithdrawn',
  shape<{ supportId: string; unitId: string; before: SupportFacts }>(),
);

export interface Support {
  readonly status: 'none' | 'raised' | 'withdrawn';
  readonly unitId?: string;
  readonly facts?: SupportFacts;
  /** Day by which the first entry is dated. */
  readonly firstRaisedOn?: LocalDate;
}

const supportEvents = [supportRaised, supportCorrected, supportWithdrawn] as const;

export const support = aggregate({
  name: 'support',
  events: supportEvents,
  initialState: { status: 'none' } as Support,
  evolve(state, event: EventOf<typeof supportEvents>): Support {
    switch (event.type) {
      case supportRaised.type: {
        const { unitId, kind, amountVnd, forWhat, raisedOn } = event.data;
        return {
          ...{ status: 'raised', unitId, firstRaisedOn: raisedOn },
          facts: { kind, amountVnd, forWhat, raisedOn },
        };
      }
      case supportCorrected.type:
        return { ...state, facts: event.data.after };
      case supportWithdrawn.type:
        return { ...state, status: 'withdrawn' };
    }
  },
});
