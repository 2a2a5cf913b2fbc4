import { derivedId } from '#kernel';
import { playProcess } from '#processes';
import { recorded, someActor } from '#testing';
import { unitsMerged } from '../unit/unit.js';
import { mergedUnits } from './merged-units.js';

const [unitId, first, second] = ['heir', 'first', 'second'].map((name) => derivedId('spec', name)) as [
  string,
  string,
  string,
];
const decision = { number: '12-QĐ/TU', date: '2026-03-02', issuer: 'Tỉnh ủy Thái Nguyên' };
const merged = unitsMerged({ unitId, predecessorIds: [first, second], on: '2026-04-01', isNew: false });

describe('merged-units', () => {
  it('closes each predecessor on the day before, under the same decision', () => {
    const { commands } = playProcess(mergedUnits, recorded([merged], { decision }));
    expect(commands.map(({ act, body }) => [act, body])).toEqual(
      [first, second].map((each) => [
        'close-unit',
        { unitId: each, closedOn: '2026-03-31', successorIds: [unitId], decision },
      ]),
    );
  });

  it('leaves it to an import that does it itself', () => {
    const actor = { ...someActor, role: 'system' as const };
    expect(playProcess(mergedUnits, recorded([merged], { decision, actor })).commands).toEqual([]);
  });
});
