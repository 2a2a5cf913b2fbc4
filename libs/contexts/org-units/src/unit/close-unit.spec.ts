import { derivedId, rootUnitId } from '#kernel';
import { given, someActor, today } from '#testing';
import { closeUnit } from './close-unit.js';
import type { Related } from './successors.js';
import { unitClosed, unitRecord, unitRegistered } from './unit.js';

const unitId = derivedId('spec', 'district');
const parentId = derivedId('spec', 'province');
const successorIds = [derivedId('spec', 'commune 1'), derivedId('spec', 'commune 2')];
const registered = unitRegistered({
  unitId,
  name: 'Huyện Ba Tri',
  level: 'district',
  kind: 'huyện',
  code: null,
  parentId,
  openedOn: '2020-01-01',
  generated: false,
});
const closedOn = '2025-06-30';
const decision = { number: '60-NQ/TW', date: today, issuer: 'Ban Chấp hành Trung ương' };
const heir = (id: string, aboveIds = [someActor.unitId, rootUnitId]): Related => ({
  unitId: id,
  record: { ...unitRecord.initialState, status: 'open', level: 'commune' },
  aboveIds: [id, ...aboveIds],
});
const unknown = (id: string): Related => ({ unitId: id, record: unitRecord.initialState, aboveIds: [rootUnitId] });
const facts = { successors: successorIds.map((id) => heir(id)) };
const [heirId] = successorIds as [string, string];
const closed = unitClosed({ unitId, parentId, closedOn, successorIds });

describe('close-unit', () => {
  it('closes with the units that carry on its work', () => {
    given(closeUnit, [registered], { facts }).when({ unitId, closedOn, successorIds, decision }).then([closed]);
  });

  it('closes without a successor', () => {
    given(closeUnit, [registered], { facts: { successors: [] } })
      .when({ unitId, closedOn, decision })
      .then([unitClosed({ ...closed.data, successorIds: [] })]);
  });

  it('changes nothing when it was closed on that day, and refuses another', () => {
    given(closeUnit, [registered, closed], { facts }).when({ unitId, closedOn, decision }).then([]);
    given(closeUnit, [registered, closed], { facts })
      .when({ unitId, closedOn: '2025-07-31', decision })
      .thenRefused('org-unit.closed', { unitId, closedOn });
  });

  it('refuses a last day before the first', () => {
    given(closeUnit, [registered], { facts })
      .when({ unitId, closedOn: '2019-12-31', decision })
      .thenRefused('org-unit.closes-before-it-opens');
  });

  it('refuses a successor that is unknown or the unit itself', () => {
    given(closeUnit, [registered], { facts: { successors: successorIds.map(unknown) } })
      .when({ unitId, closedOn, successorIds, decision })
      .thenRefused('org-unit.successor-unknown', { successorIds });
    given(closeUnit, [registered], { facts: { successors: [heir(unitId)] } })
      .when({ unitId, closedOn, successorIds: [unitId], decision })
      .thenRefused('org-unit.own-successor');
  });

  it('refuses other successors than those it was closed with', () => {
    given(closeUnit, [registered, closed], { facts })
      .when({ unitId, closedOn, successorIds: [derivedId('spec', 'commune 3')], decision })
      .thenRefused('org-unit.closed');
  });

  it('hands the records over to one successor only within the actor’s sight, and not to one below', () => {
    const close = { unitId, closedOn, successorIds: [heirId], decision };
    given(closeUnit, [registered], { facts: { successors: [heir(heirId, [rootUnitId])] } })
      .when(close)
      .thenRefused('org-unit.successor-outside-scope', { successorId: heirId });
    given(closeUnit, [registered], { facts: { successors: [heir(heirId, [unitId, someActor.unitId, rootUnitId])] } })
      .when(close)
      .thenRefused('org-unit.successor-below', { unitId, successorId: heirId });
  });

  it('refuses an unknown unit', () => {
    given(closeUnit, [], { facts }).when({ unitId, closedOn, decision }).thenRefused('org-unit.unknown');
  });
});
