import { derivedId } from '#kernel';
import { project } from '#projections';
import { recorded } from '#testing';
import { inspectorsAppointed } from '../inspection/inspection-team.js';
import { inspectionTeams } from './inspection-teams.js';

const [inspectionId, unitId, first, second] = ['inspection', 'unit', 'first', 'second'].map((name) =>
  derivedId('spec', name),
) as [string, string, string, string];

describe('inspection_teams', () => {
  it('holds a row for each member', () => {
    const appointed = { inspectionId, unitId, cadreIds: [first, second], from: '2019-05-06', to: null };
    const rows = project(inspectionTeams, recorded([inspectorsAppointed(appointed)]));
    expect(new Set(rows.map(({ cadreId }) => cadreId))).toEqual(new Set([first, second]));
    expect(rows[0]).toMatchObject({ inspectionId, unitId, startsOn: '2019-05-06', endsOn: null });
  });
});
