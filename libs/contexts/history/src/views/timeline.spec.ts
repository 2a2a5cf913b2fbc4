import { derivedId, event, shape } from '#kernel';
import { project } from '#projections';
import { recorded, someActor, today } from '#testing';
import { historyEventsOf } from './history-events.js';
import { timeline } from './timeline.js';

const cadreRegistered = event(
  'spec.CadreRegistered',
  shape<{ cadreId: string; fullName: string; phone: string | null; unitId: string }>(),
  { personal: { subject: 'cadreId', fields: ['fullName', 'phone'] } },
);
const cadreAssigned = event('spec.CadreAssigned', shape<{ unitId: string; cadreId: string; from: string }>());
const id = (name: string) => derivedId('spec', name);
const [unitId, cadreId] = [id('unit'), id('cadre')];
const historyEvents = historyEventsOf([cadreRegistered, cadreAssigned]);

const named = cadreRegistered({ cadreId, fullName: 'Nông Thị Hạnh', phone: null, unitId });
const assigned = cadreAssigned({ unitId, cadreId, from: '2024-09-01' });
const subjects = (events: Parameters<typeof recorded>[0], ...rest: [Parameters<typeof recorded>[1]?, string?]) =>
  project(timeline, recorded(events, ...rest)).map(({ subjectKind, subjectId }) => [subjectKind, subjectId]);

describe('timeline', () => {
  it('has a row for each subject of an event', () => {
    const decision = { number: '1391-QĐ/TU', date: '2024-08-29', issuer: 'Tỉnh ủy Bắc Kạn' };
    expect(subjects([assigned], { decision })).toEqual([
      ['actor', someActor.subject],
      ['cadre', cadreId],
      ['decision', '1391-QĐ/TU'],
      ['unit', unitId],
    ]);
  });

  it('counts an entry for somebody else in that person’s history', () => {
    const other = id('other');
    expect(subjects([assigned], { actor: { ...someActor, enteredFor: other } })).toContainEqual(['cadre', other]);
  });

  it('names a subject once when two fields name it', () => {
    const moved = event('spec.UnitMoved', shape<{ unitId: string; parentId: string }>());
    expect(subjects([moved({ unitId, parentId: unitId })]).filter(([kind]) => kind === 'unit')).toHaveLength(1);
  });

  it('finds whom the lines of a list name, and whose stream it is', () => {
    const held = event('spec.Held', shape<{ lines: readonly { holderUnitId: string; markedCadreIds: string[] }[] }>());
    const lines = [{ holderUnitId: unitId, markedCadreIds: [cadreId] }];
    expect(subjects([held({ lines })], {}, `meeting-${id('meeting')}`)).toEqual([
      ['actor', someActor.subject],
      ['cadre', cadreId],
      ['meeting', id('meeting')],
      ['unit', unitId],
    ]);
  });
});

describe('history_events', () => {
  it('has every event once, with its metadata', () => {
    const metadata = { reason: 'Phân công theo đợt', effectiveAt: '2024-09-01' };
    const rows = project(historyEvents, recorded([named, assigned], metadata));
    expect(rows).toHaveLength(2);
    expect(rows[1]).toMatchObject({
      unitId,
      act: 'spec',
      happenedOn: '2024-09-01',
      effectiveOn: '2024-09-01',
      recordedAt: `${today}T02:00:00.000Z`,
      data: assigned.data,
      dataVersion: 1,
      metadata: { ...metadata, actor: someActor },
    });
  });

  it('shows whose the personal fields are, not what they are', () => {
    const [row] = project(historyEvents, recorded([named]));
    expect(row!.data).toEqual({ cadreId, unitId, fullName: { $personal: { subject: cadreId } }, phone: null });
  });

  it('shows nothing of an event that it does not know', () => {
    expect(project(historyEventsOf([]), recorded([named]))[0]!.data).toEqual({});
  });

  it('falls back on the day from which the fact holds', () => {
    const rows = project(historyEvents, recorded([named], { effectiveAt: '2024-08-28T18:00:00.000Z' }));
    expect(rows[0]!.happenedOn).toBe('2024-08-29');
  });
});
