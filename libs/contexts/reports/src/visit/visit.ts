import { aggregate, event, shape, type EventOf, type LocalDate } from '#kernel';

/** Làm việc với cấp ủy, kiểm tra, thăm hộ gia đình, tiếp dân, vận động hỗ trợ, việc khác. */
export const visitPurposes = [
  ...(['work-with-committee', 'check', 'households', 'meet-residents', 'raise-support', 'other'] as const),
] as const;
export type VisitPurpose = (typeof visitPurposes)[number];
export const visitPurposeWords: Readonly<Record<VisitPurpose, string>> = {
  'work-with-committee': 'làm việc với cấp ủy',
  check: 'kiểm tra',
  households: 'thăm hộ gia đình',
  'meet-residents': 'gặp gỡ nhân dân',
  'raise-support': 'vận động hỗ trợ',
  other: 'việc khác',
};

/** What a cadre went to a unit for, besides its meetings. Without names of private people. */
export const visitRecorded = event(
  'reports.VisitRecorded',
  shape<{
    visitId: string;
    unitId: string;
    cadreId: string;
    on: LocalDate;
    purpose: VisitPurpose;
    forWhat: string;
    findings: string | null;
    /** Households visited, counted and not listed; null: none or not said. */
    households: number | null;
  }>(),
);

/** It was entered wrongly, or did not take place; the reason stands in the metadata. */
export const visitWithdrawn = event(
  'reports.VisitWithdrawn',
  shape<{ visitId: string; unitId: string; cadreId: string; on: LocalDate }>(),
);

export interface Visit {
  readonly status: 'none' | 'recorded' | 'withdrawn';
  readonly recorded?: EventOf<typeof visitRecorded>['data'];
}

const visitEvents = [visitRecorded, visitWithdrawn] as const;

export const visit = aggregate({
  name: 'visit',
  events: visitEvents,
  initialState: { status: 'none' } as Visit,
  evolve(state, event: EventOf<typeof visitEvents>): Visit {
    switch (event.type) {
      case visitRecorded.type:
        return { status: 'recorded', recorded: event.data };
      case visitWithdrawn.type:
        return { ...state, status: 'withdrawn' };
    }
  },
});
