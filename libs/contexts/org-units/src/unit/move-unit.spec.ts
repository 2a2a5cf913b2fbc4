import { derivedId, rootUnitId } from '#kernel';
import { given, someActor, today } from '#testing';
import { moveUnit } from './move-unit.js';
import { unitClosed, unitMoved, unitRecord, unitRegistered, type UnitRecord } from './unit.js';

const unitId = derivedId('spec', 'commune');
const oldParentId = derivedId('spec', 'district');
const parentId = derivedId('spec', 'other district');
const registered = unitRegistered({
  unitId,
  name: 'Xã Đồng Lạc',
  level: 'commune',
  kind: 'xã',
  code: null,
  parentId: oldParentId,
  openedOn: '2020-01-01',
  generated: false,
});
const decision = { number: '7-NQ/TW', date: today, issuer: 'Ban Chấp hành Trung ương' };
const parent: UnitRecord = { ...unitRecord.initialState, status: 'open', level: 'district' };
const aboveIds = [parentId, someActor.unitId, rootUnitId];
const command = { unitId, parentId, decision };

describe('move-unit', () => {
  it('moves, and keeps the former parent', () => {
    given(moveUnit, [registered], { facts: { parent, aboveIds } })
      .when(command)
      .then([unitMoved({ unitId, parentId, previousParentId: oldParentId, on: today })]);
  });

  it('changes nothing when it stands there already', () => {
    given(moveUnit, [registered], { facts: { parent, aboveIds } })
      .when({ ...command, parentId: oldParentId })
      .then([]);
  });

  it('refuses a ring', () => {
    given(moveUnit, [registered], { facts: { parent, aboveIds: [parentId, unitId, someActor.unitId, rootUnitId] } })
      .when(command)
      .thenRefused('org-unit.moves-below-itself', { unitId, parentId });
  });

  it('refuses a new parent outside of the actor’s subtree', () => {
    given(moveUnit, [registered], { facts: { parent, aboveIds: [parentId, rootUnitId] } })
      .when(command)
      .thenRefused('org-unit.new-parent-outside-scope', { parentId });
  });

  it('refuses a parent that is unknown, closed or of an unfit level', () => {
    given(moveUnit, [registered], { facts: { parent: unitRecord.initialState, aboveIds } })
      .when(command)
      .thenRefused('org-unit.parent-unknown');
    given(moveUnit, [registered], { facts: { parent: { ...parent, status: 'closed' }, aboveIds } })
      .when(command)
      .thenRefused('org-unit.parent-closed');
    given(moveUnit, [registered], { facts: { parent: { ...parent, level: 'cell' }, aboveIds } })
      .when(command)
      .thenRefused('org-unit.level-not-below-parent');
  });

  it('refuses an unknown or closed unit', () => {
    const closed = unitClosed({ unitId, parentId: oldParentId, closedOn: '2024-06-30', successorIds: [] });
    given(moveUnit, [], { facts: { parent, aboveIds } }).when(command).thenRefused('org-unit.unknown');
    given(moveUnit, [registered, closed], { facts: { parent, aboveIds } }).when(command).thenRefused('org-unit.closed');
  });
});
