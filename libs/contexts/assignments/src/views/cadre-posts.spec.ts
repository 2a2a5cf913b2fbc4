import { derivedId } from '#kernel';
import { project } from '#projections';
import { recorded } from '#testing';
import { cadrePositionChanged, cadreRegistered } from '../cadre/cadre.js';
import { cadrePosts } from './cadre-posts.js';

const [cadreId, unitId, newUnitId, cellId] = ['cadre', 'unit', 'new unit', 'cell'].map((name) =>
  derivedId('spec', name),
) as [string, string, string, string];
const registered = cadreRegistered({
  ...{ cadreId, fullName: 'Nông Thị Hạnh', phone: null, position: 'Chuyên viên', unitId, cellId, generated: true },
});
const changed = (on: string, position: string) =>
  cadrePositionChanged({ cadreId, position, unitId: newUnitId, previousUnitId: unitId, cellId: null, on });

describe('cadre_posts', () => {
  it('keeps every post with its first day; of two on one day the last recorded', () => {
    const events = [registered, changed('2024-09-01', 'Phó Trưởng phòng'), changed('2024-09-01', 'Phó Trưởng ban')];
    expect(project(cadrePosts, recorded(events))).toEqual([
      { cadreId, since: '1900-01-01', unitId, cellId, position: 'Chuyên viên' },
      { cadreId, since: '2024-09-01', unitId: newUnitId, cellId: null, position: 'Phó Trưởng ban' },
    ]);
  });
});
