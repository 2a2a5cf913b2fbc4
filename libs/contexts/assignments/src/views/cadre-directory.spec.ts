import { derivedId } from '#kernel';
import { project } from '#projections';
import { recorded } from '#testing';
import { cadreRegistered, cadreRetired } from '../cadre/cadre.js';
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
const row = { ...registered.data, searchName: 'nong thi hanh', status: 'active', retiredOn: null };

describe('cadre_directory', () => {
  it('holds a cadre from the registration', () => {
    expect(project(cadreDirectory, recorded([registered]))).toEqual([row]);
  });

  it('keeps a retired cadre', () => {
    const retired = cadreRetired({ cadreId, unitId, on: '2024-09-01' });
    expect(project(cadreDirectory, recorded([registered, retired]))).toEqual([
      { ...row, status: 'retired', retiredOn: '2024-09-01' },
    ]);
  });
});
