import { derivedId, rootUnitId } from '#kernel';
import { given, today } from '#testing';
import type { Parent } from './parent.js';
import { registerUnit } from './register-unit.js';
import { unitRecord, unitRegistered } from './unit.js';

const unitId = derivedId('spec', 'Xã Đồng Lạc');
const parentId = derivedId('spec', 'Huyện Chợ Đồn');
const district: Parent = { ...unitRecord.initialState, status: 'open', name: 'Huyện Chợ Đồn', level: 'district' };
const body = { unitId, name: 'Xã Đồng Lạc', level: 'commune', parentId };
const registered = unitRegistered({ ...body, kind: null, code: null, openedOn: today, generated: false });

describe('register-unit', () => {
  it('registers a unit below an open parent, from today', () => {
    given(registerUnit, [], { facts: { parent: district } })
      .when(body)
      .then([registered]);
  });

  it('keeps what else is known of it', () => {
    given(registerUnit, [], { facts: { parent: district } })
      .when({ ...body, kind: 'xã', code: '01900', effectiveAt: '1997-01-01', generated: true })
      .then([
        unitRegistered({ ...registered.data, kind: 'xã', code: '01900', openedOn: '1997-01-01', generated: true }),
      ]);
  });

  it('writes a name in one form however it was typed', () => {
    given(registerUnit, [], { facts: { parent: district } })
      .when({ ...body, name: ' Xã  Đồng Lạc'.normalize('NFD') })
      .then([registered]);
  });

  it('registers a province below the root', () => {
    given(registerUnit, [], { facts: { parent: 'root' } })
      .when({ unitId, name: 'Tỉnh Bắc Kạn', level: 'province', parentId: rootUnitId })
      .then([unitRegistered({ ...registered.data, name: 'Tỉnh Bắc Kạn', level: 'province', parentId: rootUnitId })]);
  });

  it('refuses an id that is taken', () => {
    given(registerUnit, [registered], { facts: { parent: district } })
      .when(body)
      .thenRefused('org-unit.already-registered', { unitId });
  });

  it('refuses a parent that is unknown or closed', () => {
    given(registerUnit, [], { facts: { parent: unitRecord.initialState } })
      .when(body)
      .thenRefused('org-unit.parent-unknown', { parentId });
    given(registerUnit, [], { facts: { parent: { ...district, status: 'closed', closedOn: '2025-06-30' } } })
      .when(body)
      .thenRefused('org-unit.parent-closed', { parentId, closedOn: '2025-06-30' });
  });

  it('refuses a level that cannot stand there', () => {
    given(registerUnit, [], { facts: { parent: district } })
      .when({ ...body, level: 'province' })
      .thenRefused('org-unit.level-not-below-parent', { level: 'province', parentLevel: 'district' });
    given(registerUnit, [], { facts: { parent: 'root' } })
      .when({ ...body, parentId: rootUnitId })
      .thenRefused('org-unit.level-not-below-parent', { level: 'commune', parentLevel: 'root' });
  });
});
