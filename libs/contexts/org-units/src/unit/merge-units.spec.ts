import { derivedId, rootUnitId } from '#kernel';
import { given, someActor } from '#testing';
import { mergeUnits } from './merge-units.js';
import type { Parent } from './parent.js';
import type { Related } from './successors.js';
import { unitClosed, unitRecord, unitRegistered, unitsMerged, type UnitRecord } from './unit.js';

const id = (name: string) => derivedId('spec', name);
const [unitId, parentId] = [id('Xã An Hiệp mới'), id('Tỉnh Vĩnh Long')];
const predecessorIds = [id('Xã An Hiệp'), id('Xã An Ngãi Tây')];
const [first, second] = predecessorIds as [string, string];
const on = '2025-07-01';
const decision = { number: '1687/NQ-UBTVQH15', date: '2025-06-16', issuer: 'Ủy ban Thường vụ Quốc hội' };
const newUnit = { name: 'Xã An Hiệp', level: 'commune', kind: 'xã', code: '29158', parentId };
const province: Parent = { ...unitRecord.initialState, status: 'open', level: 'province' };
const commune: UnitRecord = { ...unitRecord.initialState, status: 'open', level: 'commune', openedOn: '1997-01-01' };
const inSight = [someActor.unitId, rootUnitId];
const old = (record: Partial<UnitRecord> = {}, aboveIds: readonly string[] = inSight): Related[] =>
  predecessorIds.map((each) => ({ unitId: each, record: { ...commune, ...record }, aboveIds: [each, ...aboveIds] }));
const facts = { parent: province, aboveIds: [parentId], predecessors: old() };
const registered = unitRegistered({ unitId, ...newUnit, openedOn: on, generated: false });
const merged = unitsMerged({ unitId, predecessorIds, on, isNew: true });
const command = { unitId, predecessorIds, effectiveAt: on, newUnit, decision };
const { newUnit: _, ...absorb } = command;
const existing = unitRegistered({ ...registered.data, openedOn: '1997-01-01' });

describe('merge-units', () => {
  it('forms a unit of others in one append (hợp nhất)', () => {
    given(mergeUnits, [], { facts }).when(command).then([registered, merged]);
  });

  it('takes others into a unit that is there (sáp nhập)', () => {
    given(mergeUnits, [existing], { facts: { ...facts, parent: undefined } })
      .when(absorb)
      .then([unitsMerged({ ...merged.data, isNew: false })]);
  });

  it('changes nothing for units merged before, and takes the others', () => {
    given(mergeUnits, [registered, merged], { facts }).when(command).then([]);
    const half = unitsMerged({ ...merged.data, predecessorIds: [first] });
    given(mergeUnits, [registered, half], { facts: { ...facts, parent: undefined } })
      .when(absorb)
      .then([unitsMerged({ unitId, predecessorIds: [second], on, isNew: false })]);
  });

  it('takes a predecessor whose closing for it came first', () => {
    const closed = { status: 'closed', closedOn: '2025-06-30', successorIds: [unitId] } as const;
    given(mergeUnits, [], { facts: { ...facts, predecessors: old(closed) } })
      .when(command)
      .then([registered, merged]);
  });

  it('refuses predecessors that are unknown, closed otherwise, too young, or itself', () => {
    const refused = (record: Partial<UnitRecord>, code: string) =>
      given(mergeUnits, [], { facts: { ...facts, predecessors: old(record) } })
        .when(command)
        .thenRefused(code);
    refused({ status: 'none' }, 'org-unit.predecessor-unknown');
    refused({ status: 'closed', closedOn: '2020-02-28' }, 'org-unit.predecessor-closed');
    refused({ openedOn: on }, 'org-unit.predecessor-not-open');
    given(mergeUnits, [existing], { facts })
      .when({ ...absorb, predecessorIds: [unitId] })
      .thenRefused('org-unit.own-successor');
  });

  it('refuses what lies outside the actor’s subtree, or above the unit itself', () => {
    given(mergeUnits, [], { facts: { ...facts, predecessors: old({}, [rootUnitId]) } })
      .when(command)
      .thenRefused('org-unit.predecessor-outside-scope', { predecessorId: first });
    given(mergeUnits, [], { facts: { ...facts, aboveIds: [parentId, first] } })
      .when(command)
      .thenRefused('org-unit.successor-below', { unitId: first, successorId: unitId });
  });

  it('refuses a unit that is unknown, taken, closed or not there yet, and a parent that does not fit', () => {
    const closed = unitClosed({ unitId, parentId, closedOn: '2020-01-01', successorIds: [] });
    given(mergeUnits, [], { facts }).when(absorb).thenRefused('org-unit.unknown');
    given(mergeUnits, [existing], { facts }).when(command).thenRefused('org-unit.already-registered');
    given(mergeUnits, [existing, closed], { facts }).when(absorb).thenRefused('org-unit.closed');
    given(mergeUnits, [unitRegistered({ ...existing.data, openedOn: '2026-01-01' })], { facts })
      .when(absorb)
      .thenRefused('org-unit.merges-before-it-opens');
    given(mergeUnits, [], { facts: { ...facts, parent: { ...province, level: 'cell' } } })
      .when(command)
      .thenRefused('org-unit.level-not-below-parent');
  });
});
