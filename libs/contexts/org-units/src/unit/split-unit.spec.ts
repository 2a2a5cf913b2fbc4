import { derivedId, rootUnitId } from '#kernel';
import { given, someActor } from '#testing';
import { splitUnit } from './split-unit.js';
import type { Related } from './successors.js';
import { unitClosed, unitRecord, unitRegistered, unitSplit } from './unit.js';

const id = (name: string) => derivedId('spec', name);
const [unitId, parentId] = [id('Chi bộ ấp 3'), id('Xã An Hiệp')];
const successorIds = [id('Chi bộ ấp 3A'), id('Chi bộ ấp 3B')];
const [first] = successorIds as [string, string];
const on = '2024-09-01';
const decision = { number: '12-QĐ/ĐU', date: '2024-08-20', issuer: 'Đảng ủy xã An Hiệp' };
const registered = unitRegistered({
  unitId,
  name: 'Chi bộ ấp 3',
  level: 'cell',
  kind: 'ấp',
  code: null,
  parentId,
  openedOn: '2016-01-01',
  generated: false,
});
const heirs = (ids: readonly string[]): readonly Related[] =>
  ids.map((each) => ({
    unitId: each,
    record: { ...unitRecord.initialState, status: 'open', level: 'cell' },
    aboveIds: [each, someActor.unitId, rootUnitId],
  }));
const facts = { successors: heirs(successorIds) };
const command = { unitId, successorIds, effectiveAt: on, remains: false, decision };
const split = unitSplit({ unitId, parentId, successorIds, on, remains: false });
const closed = unitClosed({ unitId, parentId, closedOn: '2024-08-31', successorIds });
const partition = unitSplit({ ...split.data, successorIds: [first], remains: true });

describe('split-unit', () => {
  it('divides a unit, which is closed on the day before (chia)', () => {
    given(splitUnit, [registered], { facts }).when(command).then([split, closed]);
  });

  it('takes a part off a unit that remains (tách)', () => {
    given(splitUnit, [registered], { facts: { successors: heirs([first]) } })
      .when({ ...command, successorIds: [first], remains: true })
      .then([partition]);
  });

  it('changes nothing when it was done before', () => {
    given(splitUnit, [registered, split, closed], { facts }).when(command).then([]);
    given(splitUnit, [registered, partition], { facts: { successors: heirs([first]) } })
      .when({ ...command, successorIds: [first], remains: true })
      .then([]);
  });

  it('refuses to divide into one, and before the unit’s second day', () => {
    given(splitUnit, [registered], { facts: { successors: heirs([first]) } })
      .when({ ...command, successorIds: [first] })
      .thenRefused('org-unit.split-needs-two');
    given(splitUnit, [registered], { facts })
      .when({ ...command, effectiveAt: '2016-01-01' })
      .thenRefused('org-unit.closes-before-it-opens');
  });

  it('refuses an unknown or closed unit, and successors that are not registered', () => {
    given(splitUnit, [], { facts }).when(command).thenRefused('org-unit.unknown');
    const gone = unitClosed({ ...closed.data, successorIds: [] });
    given(splitUnit, [registered, gone], { facts }).when(command).thenRefused('org-unit.closed');
    const nobody = heirs(successorIds).map((each) => ({ ...each, record: unitRecord.initialState }));
    given(splitUnit, [registered], { facts: { successors: nobody } })
      .when(command)
      .thenRefused('org-unit.successor-unknown', { successorIds });
  });
});
