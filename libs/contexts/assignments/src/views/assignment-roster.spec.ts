import { derivedId } from '#kernel';
import { project } from '#projections';
import { recorded } from '#testing';
import {
  assignmentCarried,
  assignmentCorrected,
  assignmentEnded,
  assignmentExtended,
  cadreAssigned,
  cadreReplaced,
} from '../roster/roster.js';
import { assignmentRoster } from './assignment-roster.js';

const id = (name: string) => derivedId('spec', name);
const [assignmentId, unitId, cadreId] = [id('assignment'), id('unit'), id('cadre')];
const decision = { number: '1391-QĐ/TU', date: '2024-08-29', issuer: 'Tỉnh ủy Bắc Kạn' };
const tier = 'province-commune' as const;
const assigned = cadreAssigned({ assignmentId, unitId, cadreId, from: '2024-09-01', to: null, tier });
const row = {
  assignmentId,
  unitId,
  cadreId,
  startsOn: '2024-09-01',
  endsOn: null,
  tier,
  decisionNumber: '1391-QĐ/TU',
  decisionDate: '2024-08-29',
  decisionIssuer: 'Tỉnh ủy Bắc Kạn',
  endedCause: null,
  endDecisionNumber: null,
  replacedBy: null,
  carriedFrom: null,
  isCorrected: false,
};

describe('assignment_roster', () => {
  it('holds an assignment with the decision behind it', () => {
    expect(project(assignmentRoster, recorded([assigned], { decision }))).toEqual([row]);
  });

  it('ends one row and begins another at a replacement', () => {
    const replaced = cadreReplaced({
      assignmentId,
      unitId,
      cadreId,
      newAssignmentId: id('new assignment'),
      newCadreId: id('new cadre'),
      on: '2025-03-10',
      to: null,
      cause: 'duties-not-fulfilled',
      tier,
    });
    const rows = project(assignmentRoster, recorded([assigned, replaced], { decision }));
    expect(rows).toHaveLength(2);
    expect(rows).toContainEqual({
      ...row,
      endsOn: '2025-03-09',
      endedCause: 'duties-not-fulfilled',
      endDecisionNumber: '1391-QĐ/TU',
      replacedBy: id('new assignment'),
    });
    expect(rows).toContainEqual({
      ...row,
      assignmentId: id('new assignment'),
      cadreId: id('new cadre'),
      startsOn: '2025-03-10',
    });
  });

  it('keeps an ended assignment', () => {
    const ended = assignmentEnded({ assignmentId, unitId, cadreId, to: '2025-06-30', cause: 'unit-closed' });
    expect(project(assignmentRoster, recorded([assigned, ended]))).toMatchObject([
      { endsOn: '2025-06-30', endedCause: 'unit-closed', endDecisionNumber: null, replacedBy: null },
    ]);
  });

  it('follows an extension', () => {
    const term = cadreAssigned({ ...assigned.data, to: '2025-12-31' });
    const extended = assignmentExtended({ assignmentId, unitId, cadreId, to: '2026-12-31', previousTo: '2025-12-31' });
    expect(project(assignmentRoster, recorded([term, extended], { decision }))).toEqual([
      { ...row, endsOn: '2026-12-31' },
    ]);
  });

  it('shows what was corrected as it should have read, and one that never was not at all', () => {
    const before = { cadreId, from: '2024-09-01', to: null };
    const after = { cadreId, from: '2024-08-29', to: null, tier };
    const corrected = (what: typeof after | null) =>
      assignmentCorrected({ assignmentId, unitId, cadreId, previousCadreId: cadreId, before, after: what });
    expect(project(assignmentRoster, recorded([assigned, corrected(after)], { decision }))).toEqual([
      { ...row, startsOn: '2024-08-29', isCorrected: true },
    ]);
    expect(project(assignmentRoster, recorded([assigned, corrected(null)], { decision }))).toEqual([]);
  });

  it('holds an assignment that a successor took over, and where it came from', () => {
    const carried = assignmentCarried({
      ...{ assignmentId, unitId, cadreId, from: '2024-09-01', to: null, tier },
      ...{ fromUnitId: id('old unit'), fromAssignmentId: id('old') },
    });
    expect(project(assignmentRoster, recorded([carried], { decision }))).toEqual([{ ...row, carriedFrom: id('old') }]);
  });
});
