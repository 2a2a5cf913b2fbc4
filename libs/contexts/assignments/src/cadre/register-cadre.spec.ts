import { derivedId } from '#kernel';
import { given } from '#testing';
import { cadreRegistered } from './cadre.js';
import { registerCadre } from './register-cadre.js';

const cadreId = derivedId('spec', 'cadre');
const unitId = derivedId('spec', 'Sở Nội vụ');
const body = { cadreId, fullName: 'Nông Thị Hạnh', position: 'Phó Giám đốc', unitId };
const registered = cadreRegistered({ ...body, phone: null, generated: false });
const open = { unitStatus: 'open' as const };

describe('register-cadre', () => {
  it('registers a cadre of an open unit', () => {
    given(registerCadre, [], { facts: open }).when(body).then([registered]);
  });

  it('keeps the phone number and writes the name in one form', () => {
    given(registerCadre, [], { facts: open })
      .when({ ...body, fullName: 'Nông  Thị Hạnh'.normalize('NFD'), phone: '0912 345 678', generated: true })
      .then([cadreRegistered({ ...registered.data, phone: '0912 345 678', generated: true })]);
  });

  it('knows the cadre’s own cell', () => {
    const cellId = derivedId('spec', 'cell');
    given(registerCadre, [], { facts: { ...open, cellLevel: 'cell' } })
      .when({ ...body, cellId })
      .then([cadreRegistered({ ...registered.data, cellId })]);
  });

  it('refuses an own cell that is none', () => {
    const cellId = derivedId('spec', 'cell');
    for (const cellLevel of ['', 'commune']) {
      given(registerCadre, [], { facts: { ...open, cellLevel } })
        .when({ ...body, cellId })
        .thenRefused('cadre.cell-unknown', { cellId });
    }
  });

  it('seals name and phone under the cadre’s own key', () => {
    expect(cadreRegistered.personal).toEqual({ subject: 'cadreId', fields: ['fullName', 'phone'] });
  });

  it('refuses an id that is taken', () => {
    given(registerCadre, [registered], { facts: open }).when(body).thenRefused('cadre.already-registered', { cadreId });
  });

  it('refuses a unit that is unknown or closed', () => {
    given(registerCadre, [], { facts: { unitStatus: 'none' as const } })
      .when(body)
      .thenRefused('cadre.unit-unknown', { unitId });
    given(registerCadre, [], { facts: { unitStatus: 'closed' as const } })
      .when(body)
      .thenRefused('cadre.unit-closed', { unitId });
  });
});
