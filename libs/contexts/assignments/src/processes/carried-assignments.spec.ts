import { derivedId } from '#kernel';
import { playProcess } from '#processes';
import { recorded } from '#testing';
import { assignmentCarried } from '../roster/roster.js';
import { carriedAssignments } from './carried-assignments.js';

const id = (name: string) => derivedId('spec', name);
const decision = { number: '3-QĐ/TU', date: '2025-07-10', issuer: 'Tỉnh ủy Thái Nguyên' };

describe('carried-assignments', () => {
  it('ends the old assignment on the last day of its unit', () => {
    const carried = assignmentCarried({
      ...{ assignmentId: id('new'), unitId: id('heir'), cadreId: id('cadre'), from: '2025-07-01', to: null },
      ...{ tier: 'province-commune', fromUnitId: id('old unit'), fromAssignmentId: id('old') },
    });
    const { commands } = playProcess(carriedAssignments, recorded([carried], { decision }));
    expect(commands.map(({ act, body }) => [act, body])).toEqual([
      [
        'end-assignment',
        { unitId: id('old unit'), assignmentId: id('old'), to: '2025-06-30', cause: 'unit-closed', decision },
      ],
    ]);
  });
});
