import { addDays, aggregate, event, shape, type EventOf, type LocalDate } from '#kernel';

/**
 * The roster of a unit: every cadre ever assigned to follow it. One stream per unit, so that the rules "not twice the
 * same cadre" and "who replaces whom" are decided on the whole truth, and a replacement is one atomic append.
 */
export const cadreAssigned = event(
  'assignments.CadreAssigned',
  shape<{
    assignmentId: string;
    unitId: string;
    cadreId: string;
    from: LocalDate;
    to: LocalDate | null;
    tier: Tier;
  }>(),
);

/**
 * From which level to which: `province-commune` (tỉnh nắm tới xã), `district-cell` (huyện nắm tới ấp, khu phố; until
 * 2025-06-30), `commune-cell`, `cell-household-group`, and whatever else a province decides.
 */
export type Tier = `${string}-${string}`;

/** Không hoàn thành nhiệm vụ, vi phạm, luân chuyển, nghỉ hưu, lý do khác. */
export const replacementCauses = ['duties-not-fulfilled', 'violation', 'rotation', 'retirement', 'other'] as const;
export type ReplacementCause = (typeof replacementCauses)[number];

/** Ends one assignment and starts another under the same decision. `on` is the first day of the new one. */
export const cadreReplaced = event(
  'assignments.CadreReplaced',
  shape<{
    assignmentId: string;
    unitId: string;
    cadreId: string;
    newAssignmentId: string;
    newCadreId: string;
    on: LocalDate;
    to: LocalDate | null;
    cause: ReplacementCause;
    tier: Tier;
  }>(),
);

/** Besides the causes of a replacement: hết thời hạn, đơn vị giải thể. */
export const endCauses = [...replacementCauses, 'term-over', 'unit-closed'] as const;
export type EndCause = (typeof endCauses)[number];

/** `to` is the last day. */
export const assignmentEnded = event(
  'assignments.AssignmentEnded',
  shape<{ assignmentId: string; unitId: string; cadreId: string; to: LocalDate; cause: EndCause }>(),
);

/** The decision's term grows: `to` is the new last day, null: until further notice. */
export const assignmentExtended = event(
  'assignments.AssignmentExtended',
  shape<{ assignmentId: string; unitId: string; cadreId: string; to: LocalDate | null; previousTo: LocalDate }>(),
);

interface Term {
  readonly cadreId: string;
  readonly from: LocalDate;
  readonly to: LocalDate | null;
}

/** The assignment was recorded wrongly (đính chính); `after` null: it never was, e.g. the wrong unit was named. */
export const assignmentCorrected = event(
  'assignments.AssignmentCorrected',
  shape<{
    assignmentId: string;
    unitId: string;
    cadreId: string;
    /** The same, unless the wrong person was recorded. */
    previousCadreId: string;
    before: Term;
    after: (Term & { readonly tier: Tier }) | null;
  }>(),
);

/** A cadre who followed a unit that was closed follows its successor, from the day after. */
export const assignmentCarried = event(
  'assignments.AssignmentCarried',
  shape<{
    assignmentId: string;
    unitId: string;
    cadreId: string;
    from: LocalDate;
    to: LocalDate | null;
    tier: Tier;
    fromUnitId: string;
    fromAssignmentId: string;
  }>(),
);

export interface RosterEntry {
  readonly assignmentId: string;
  readonly cadreId: string;
  readonly from: LocalDate;
  /** Last day, inclusive; null: until further notice. */
  readonly to: LocalDate | null;
  /** Ended or replaced by a decision of its own, not by its term. */
  readonly isEnded?: boolean;
  /** The assignment of a closed unit that it carries on. */
  readonly fromAssignmentId?: string;
}

export interface Roster {
  readonly entries: readonly RosterEntry[];
}

const rosterEvents = [
  cadreAssigned,
  cadreReplaced,
  assignmentEnded,
  assignmentExtended,
  assignmentCorrected,
  assignmentCarried,
] as const;
export type RosterEvent = EventOf<typeof rosterEvents>;

export const roster = aggregate({
  name: 'roster',
  events: rosterEvents,
  initialState: { entries: [] } as Roster,
  evolve(state, event: RosterEvent): Roster {
    switch (event.type) {
      case cadreAssigned.type: {
        const { assignmentId, cadreId, from, to } = event.data;
        return { entries: [...state.entries, { assignmentId, cadreId, from, to }] };
      }
      case cadreReplaced.type: {
        const { assignmentId, newAssignmentId, newCadreId, on, to } = event.data;
        return {
          entries: [
            ...endedOn(state.entries, assignmentId, addDays(on, -1)),
            { assignmentId: newAssignmentId, cadreId: newCadreId, from: on, to },
          ],
        };
      }
      case assignmentEnded.type:
        return { entries: endedOn(state.entries, event.data.assignmentId, event.data.to) };
      case assignmentExtended.type: {
        const { assignmentId, to } = event.data;
        return { entries: changed(state.entries, assignmentId, (entry) => [{ ...entry, to }]) };
      }
      case assignmentCorrected.type: {
        const { assignmentId, after } = event.data;
        if (after === null) return { entries: changed(state.entries, assignmentId, () => []) };
        const { cadreId, from, to } = after;
        return { entries: changed(state.entries, assignmentId, (entry) => [{ ...entry, cadreId, from, to }]) };
      }
      case assignmentCarried.type: {
        const { assignmentId, cadreId, from, to, fromAssignmentId } = event.data;
        return { entries: [...state.entries, { assignmentId, cadreId, from, to, fromAssignmentId }] };
      }
    }
  },
});

const changed = (
  entries: readonly RosterEntry[],
  assignmentId: string,
  change: (entry: RosterEntry) => readonly RosterEntry[],
): readonly RosterEntry[] =>
  entries.flatMap((entry) => (entry.assignmentId === assignmentId ? change(entry) : [entry]));

const endedOn = (entries: readonly RosterEntry[], assignmentId: string, to: LocalDate): readonly RosterEntry[] =>
  changed(entries, assignmentId, (entry) => [{ ...entry, to, isEnded: true }]);

/** Cadres whose assignment covers a day, in the order of assignment. */
export const assignedOn = (state: Roster, day: LocalDate): readonly string[] =>
  state.entries.filter(({ from, to }) => from <= day && (to === null || day <= to)).map(({ cadreId }) => cadreId);
