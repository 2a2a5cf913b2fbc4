import { derivedId, event, shape } from '#kernel';
import { project } from '#projections';
import { recorded, someActor, today } from '#testing';
import { timelineOf } from './timeline.js';

const cadreRegistered = event(
  'spec.CadreRegistered',
  shape<{ cadreId: string; fullName: string; phone: string | null; unitId: string }>(),
  { personal: { subject: 'cadreId', fields: ['fullName', 'phone'] } },
);
const cadreAssigned = event('spec.CadreAssigned', shape<{ unitId: string; cadreId: string; from: string }>());
const [unitId, cadreId] = [derivedId('spec', 'unit'), derivedId('spec', 'cadre')];
const timeline = timelineOf([cadreRegistered, cadreAssigned]);

const named = cadreRegistered({ cadreId, fullName: 'Nông Thị Hạnh', phone: null, unitId });
const assigned = cadreAssigned({ unitId, cadreId, from: '2024-09-01' });
const subjects = (rows: readonly { subjectKind: string; subjectId: string }[]) =>
  rows.map(({ subjectKind, subjectId }) => [subjectKind, subjectId]);

describe('timeline', () => {
  it('has a row for each subject of an event', () => {
    const decision = { number: '1391-QĐ/TU', date: '2024-08-29', issuer: 'Tỉnh ủy Bắc Kạn' };
    const rows = project(timeline, recorded([assigned], { decision, reason: 'Phân công theo đợt' }));
    expect(subjects(rows)).toEqual([
      ['actor', someActor.subject],
      ['cadre', cadreId],
      ['decision', '1391-QĐ/TU'],
      ['unit', unitId],
    ]);
    expect(rows[0]).toMatchObject({
      unitId,
      act: 'spec',
      role: 'office',
      happenedOn: '2024-09-01',
      recordedAt: `${today}T02:00:00.000Z`,
      decisionDate: '2024-08-29',
      reason: 'Phân công theo đợt',
      data: assigned.data,
    });
  });

  it('shows whose the personal fields are, not what they are', () => {
    const [row] = project(timeline, recorded([named]));
    expect(row!.data).toEqual({ cadreId, unitId, fullName: { $personal: { subject: cadreId } }, phone: null });
  });

  it('shows nothing of an event that it does not know', () => {
    const rows = project(timelineOf([]), recorded([named]));
    expect(rows.map(({ data }) => data)).toEqual([{}, {}, {}]);
  });

  it('counts an entry for somebody else in that person’s history', () => {
    const other = derivedId('spec', 'other');
    const rows = project(timeline, recorded([assigned], { actor: { ...someActor, enteredFor: other } }));
    expect(subjects(rows)).toContainEqual(['cadre', other]);
  });

  it('falls back on the day from which the fact holds', () => {
    const rows = project(timeline, recorded([named], { effectiveAt: '2024-08-28T18:00:00.000Z' }));
    expect(rows[0]!.happenedOn).toBe('2024-08-29');
  });

  it('names a subject once when two fields name it', () => {
    const moved = event('spec.UnitMoved', shape<{ unitId: string; parentId: string }>());
    const rows = project(timeline, recorded([moved({ unitId, parentId: unitId })]));
    expect(subjects(rows).filter(([kind]) => kind === 'unit')).toHaveLength(1);
  });
});
