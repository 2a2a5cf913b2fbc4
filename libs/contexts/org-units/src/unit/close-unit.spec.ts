import { derivedId } from '#kernel';
import { given, today } from '#testing';
import { closeUnit } from './close-unit.js';
import { unitClosed, unitRegistered } from './unit.js';

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
const facts = { unknownSuccessorIds: [] };
const closed = unitClosed({ unitId, parentId, closedOn, successorIds });

describe('close-unit', () => {
  it('closes with the units that carry on its work', () => {
    given(closeUnit, [registered], { facts }).when({ unitId, closedOn, successorIds, decision }).then([closed]);
  });

  it('closes without a successor', () => {
    given(closeUnit, [registered], { facts })
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
    given(closeUnit, [registered], { facts: { unknownSuccessorIds: successorIds } })
      .when({ unitId, closedOn, successorIds, decision })
      .thenRefused('org-unit.successor-unknown', { successorIds });
    given(closeUnit, [registered], { facts })
      .when({ unitId, closedOn, successorIds: [unitId], decision })
      .thenRefused('org-unit.own-successor');
  });

  it('refuses an unknown unit', () => {
    given(closeUnit, [], { facts }).when({ unitId, closedOn, decision }).thenRefused('org-unit.unknown');
  });
});
