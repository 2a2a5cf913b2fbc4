import { date, uuid, view } from '#projections';
import { inspectorsAppointed } from '../inspection/inspection-team.js';

/** Who inspected which unit, and when. */
export const inspectionTeams = view({
  name: 'inspection_teams',
  version: 1,
  columns: {
    inspectionId: uuid().key(),
    cadreId: uuid().key(),
    unitId: uuid(),
    startsOn: date(),
    /** Last day; null: not known yet. */
    endsOn: date().nullable(),
  },
  indexes: [['cadreId', 'unitId']],
}).on(inspectorsAppointed, ({ data: { inspectionId, unitId, cadreIds, from, to } }, rows) => {
  for (const cadreId of cadreIds) rows.insert({ inspectionId, cadreId, unitId, startsOn: from, endsOn: to });
});
