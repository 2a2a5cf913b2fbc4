import { derivedId } from '#kernel';
import { given, today } from '#testing';
import { cadreRegistered, cadreRetired } from './cadre.js';
import { retireCadre } from './retire-cadre.js';

const cadreId = derivedId('spec', 'cadre');
const unitId = derivedId('spec', 'unit');
const registered = cadreRegistered({
  cadreId,
  fullName: 'Nông Thị Hạnh',
  phone: null,
  position: 'Phó Giám đốc',
  unitId,
  generated: false,
});
const retired = cadreRetired({ cadreId, unitId, on: today });

describe('retire-cadre', () => {
  it('retires from today, or from the day named', () => {
    given(retireCadre, [registered]).when({ cadreId }).then([retired]);
    given(retireCadre, [registered])
      .when({ cadreId, effectiveAt: '2024-09-01' })
      .then([cadreRetired({ cadreId, unitId, on: '2024-09-01' })]);
  });

  it('changes nothing when retired on that day already, and refuses another', () => {
    given(retireCadre, [registered, retired]).when({ cadreId }).then([]);
    given(retireCadre, [registered, retired])
      .when({ cadreId, effectiveAt: '2025-01-01' })
      .thenRefused('cadre.already-retired', { cadreId, on: today });
  });

  it('refuses an unknown cadre', () => {
    given(retireCadre, []).when({ cadreId }).thenRefused('cadre.unknown', { cadreId });
  });
});
