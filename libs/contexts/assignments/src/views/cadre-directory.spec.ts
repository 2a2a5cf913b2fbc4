import { derivedId } from '#kernel';
import { project } from '#projections';
import { recorded } from '#testing';
import { cadrePositionChanged, cadreRegistered, cadreRetired } from '../cadre/cadre.js';
import { cadreDirectory } from './cadre-directory.js';

const cadreId = derivedId('spec', 'cadre');
const unitId = derivedId('spec', 'unit');
const registered = cadreRegistered({
  cadreId,
  fullName: 'Nông Thị Hạnh',
  phone: null,
  position: 'Phó Giám đốc',
  unitId,
  generated: true,
});
const row = { ...registered.data, cellId: null, searchName: 'nong thi hanh', status: 'active', retiredOn: null };

describe('cadre_directory', () => {
  it('holds a cadre from the registration', () => {
    expect(project(cadreDirectory, recorded([registered]))).toEqual([row]);
  });

  it('follows a change of position', () => {
    const [newUnitId, cellId] = [derivedId('spec', 'new unit'), derivedId('spec', 'cell')];
    const changed = cadrePositionChanged({
      ...{ cadreId: registered.data.cadreId, position: 'Phó Trưởng ban', unitId: newUnitId },
      ...{ previousUnitId: registered.data.unitId, cellId, on: '2024-09-01' },
    });
    expect(project(cadreDirectory, recorded([registered, changed]))).toEqual([
      { ...row, position: 'Phó Trưởng ban', unitId: newUnitId, cellId },
    ]);
  });

  it('keeps a retired cadre', () => {
    const retired = cadreRetired({ cadreId, unitId, on: '2024-09-01' });
    expect(project(cadreDirectory, recorded([registered, retired]))).toEqual([
      { ...row, status: 'retired', retiredOn: '2024-09-01' },
    ]);
  });
});
