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

export interface RosterEntry {
  readonly assignmentId: string;
  readonly cadreId: string;
  readonly from: LocalDate;
  /** Last day, inclusive; null: until further notice. */
  readonly to: LocalDate | null;
}

export interface Roster {
  readonly entries: readonly RosterEntry[];
}

const rosterEvents = [cadreAssigned, cadreReplaced, assignmentEnded] as const;
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
    }
  },
});

const endedOn = (entries: readonly RosterEntry[], assignmentId: string, to: LocalDate): readonly RosterEntry[] =>
  entries.map((entry) => (entry.assignmentId === assignmentId ? { ...entry, to } : entry));

/** Cadres whose assignment covers a day, in the order of assignment. */
export const assignedOn = (state: Roster, day: LocalDate): readonly string[] =>
  state.entries.filter(({ from, to }) => from <= day && (to === null || day <= to)).map(({ cadreId }) => cadreId);
