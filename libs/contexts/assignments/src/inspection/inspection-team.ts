import { aggregate, event, shape, type EventOf, type LocalDate } from '#kernel';

/**
 * Who inspects a unit (thành viên đoàn kiểm tra), by a decision, from when to when. Recorded because a cadre who follows
 * a unit and inspects it too judges their own work: `assignment-conflicts` shows it, nothing refuses it.
 */
export const inspectorsAppointed = event(
  'assignments.InspectorsAppointed',
  shape<{
    inspectionId: string;
    unitId: string;
    cadreIds: readonly string[];
    from: LocalDate;
    /** Last day; null: not known yet. */
    to: LocalDate | null;
  }>(),
);

export interface InspectionTeam {
  readonly unitId: string | undefined;
  readonly cadreIds: readonly string[];
}

const teamEvents = [inspectorsAppointed] as const;

export const inspectionTeam = aggregate({
  name: 'inspectionteam',
  events: teamEvents,
  initialState: { unitId: undefined, cadreIds: [] } as InspectionTeam,
  evolve(state, { data }: EventOf<typeof teamEvents>): InspectionTeam {
    return { unitId: data.unitId, cadreIds: [...state.cadreIds, ...data.cadreIds] };
  },
});
