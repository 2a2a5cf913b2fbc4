import { addDays } from '#kernel';
import { process } from '#processes';
import { unitsMerged } from '../unit/unit.js';

/** A merger ends the streams of the units that were merged. The import of a reorganisation does this by itself. */
export const mergedUnits = process('merged-units').on(unitsMerged, ({ data, metadata }, out) => {
  if (metadata.actor.role === 'system') return;
  const { unitId, predecessorIds, on } = data;
  const { decision } = metadata;
  for (const predecessorId of predecessorIds) {
    const closing = { unitId: predecessorId, closedOn: addDays(on, -1), successorIds: [unitId] };
    out.command('close-unit', decision ? { ...closing, decision } : closing);
  }
});
