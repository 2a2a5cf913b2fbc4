import { addDays } from '#kernel';
import { process } from '#processes';
import { assignmentCarried } from '../roster/roster.js';

/** What a closed unit left open ends on the unit's last day, once a successor has taken it over. */
export const carriedAssignments = process('carried-assignments').on(assignmentCarried, ({ data, metadata }, out) => {
  const { fromUnitId, fromAssignmentId, from } = data;
  out.command('end-assignment', {
    unitId: fromUnitId,
    assignmentId: fromAssignmentId,
    to: addDays(from, -1),
    cause: 'unit-closed',
    ...(metadata.decision ? { decision: metadata.decision } : {}),
  });
});
