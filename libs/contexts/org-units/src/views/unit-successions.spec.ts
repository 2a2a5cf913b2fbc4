import { derivedId, rootUnitId } from '#kernel';
import { project } from '#projections';
import { recorded } from '#testing';
import { unitClosed, unitsMerged, unitSplit } from '../unit/unit.js';
import { unitSuccessions } from './unit-successions.js';

const [old, other, heir, second] = ['old', 'other', 'heir', 'second'].map((name) => derivedId('spec', name)) as [
  string,
  string,
  string,
  string,
];
const on = '2025-07-01';
const decision = { number: '1683/NQ-UBTVQH15', date: '2025-06-16', issuer: 'Ủy ban Thường vụ Quốc hội' };
const closed = unitClosed({ unitId: old, parentId: rootUnitId, closedOn: '2025-06-30', successorIds: [heir] });
const merged = unitsMerged({ unitId: heir, predecessorIds: [old, other], on, isNew: true });
const rowsOf = (events: Parameters<typeof recorded>[0]) =>
  project(unitSuccessions, recorded(events, { decision })).map((row) => [
    ...[row.predecessorId, row.successorId, row.kind, row.since, row.decisionNumber],
    ...[row.toldBySuccessor, row.toldByPredecessor],
  ]);

describe('unit_successions', () => {
  it('a merger is complete pair by pair, once the predecessor is closed', () => {
    expect(new Set(rowsOf([merged, closed]))).toEqual(
      new Set([
        [old, heir, 'merger', on, decision.number, 1, 1],
        [other, heir, 'merger', on, decision.number, 1, 0],
      ]),
    );
  });

  it('is the same when the closing comes first', () => {
    expect(rowsOf([closed, merged])).toContainEqual([old, heir, 'merger', on, decision.number, 1, 1]);
  });

  it('a division names all successors at once; the unit may remain', () => {
    const split = { unitId: old, parentId: rootUnitId, successorIds: [heir, second], on };
    expect(rowsOf([unitSplit({ ...split, remains: true })]).map((row) => row[2])).toEqual(['partition', 'partition']);
    expect(rowsOf([unitSplit({ ...split, remains: false })]).map((row) => row[2])).toEqual(['split', 'split']);
  });
});
