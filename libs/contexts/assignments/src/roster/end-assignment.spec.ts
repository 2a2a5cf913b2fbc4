import { derivedId } from '#kernel';
import { given, today } from '#testing';
import { endAssignment } from './end-assignment.js';
import { assignedOn, assignmentEnded, cadreAssigned, roster, type RosterEvent } from './roster.js';

const id = (name: string) => derivedId('spec', name);
const [assignmentId, unitId, cadreId] = [id('assignment'), id('unit'), id('cadre')];
const assigned = cadreAssigned({ assignmentId, unitId, cadreId, from: today, to: null, tier: 'province-commune' });
const to = '2025-06-30';
const cause = 'unit-closed' as const;
const ended = assignmentEnded({ assignmentId, unitId, cadreId, to, cause });
const command = { unitId, assignmentId, to, cause };

describe('end-assignment', () => {
  it('ends with the last day', () => {
    given(endAssignment, [assigned]).when(command).then([ended]);
  });

  it('frees the cadre from the day after', () => {
    const state = [assigned, ended].reduce((now, event: RosterEvent) => roster.evolve(now, event), roster.initialState);
    expect(assignedOn(state, to)).toEqual([cadreId]);
    expect(assignedOn(state, '2025-07-01')).toEqual([]);
  });

  it('changes nothing when it ends on that day already', () => {
    given(endAssignment, [assigned, ended]).when(command).then([]);
  });

  it('shortens a term, and does not lengthen it', () => {
    given(endAssignment, [assigned, ended])
      .when({ ...command, to: '2025-01-31' })
      .then([assignmentEnded({ ...ended.data, to: '2025-01-31' })]);
    given(endAssignment, [assigned, ended])
      .when({ ...command, to: '2025-12-31' })
      .thenRefused('assignment.ended-before', { to });
  });

  it('refuses a last day before the first, and an unknown assignment', () => {
    given(endAssignment, [assigned])
      .when({ ...command, to: '2024-08-28' })
      .thenRefused('assignment.ends-before-it-starts');
    given(endAssignment, []).when(command).thenRefused('assignment.unknown', { assignmentId });
  });
});
