import { contexts } from '#contexts';
import { expectOk, id, registerUnits, startApi, units, type ApiUnderTest } from './support.js';

const decision = { number: '1391-QĐ/TU', date: '2024-08-29', issuer: 'Tỉnh ủy Bắc Kạn' };
interface Rows {
  readonly rows: readonly Record<string, unknown>[];
}

/**
 * A commune whose history was entered late, corrected, and taken over by another: the same questions as of different
 * dates. Everything is recorded today; what differs is when it holds.
 */
describe('history over HTTP', () => {
  let api: ApiUnderTest;
  let position = '';
  const [cadre, other, meeting, issue] = [id('cadre'), id('other cadre'), id('meeting'), id('issue')];

  const act = async (name: string, body: object) => {
    const reply = expectOk(await api.command(name, body));
    position = (reply.body as { position: string | null }).position ?? position;
  };
  const get = async (path: string, token?: string) => {
    const at = `${path.includes('?') ? '&' : '?'}atLeast=${position}&wait=10000`;
    const isView = path.startsWith('/api/views/') && !/\/(facts|changes)/.test(path);
    return expectOk(await api.get(`${path}${isView ? at : ''}`, token)).body as unknown;
  };
  const rowsOf = async (path: string, token?: string) => ((await get(path, token)) as Rows).rows;

  beforeAll(async () => {
    api = await startApi({ projector: true });
    await registerUnits(api);
    const { cellA, communeA, communeB, province } = units;
    for (const [cadreId, fullName] of [
      [cadre, 'Nông Thị Hạnh'],
      [other, 'Hoàng Văn Đức'],
    ]) {
      await act('register-cadre', { cadreId, fullName, position: 'Chuyên viên', unitId: province });
    }
    await act('assign-cadre', { assignmentId: id('a1'), unitId: cellA, cadreId: cadre, from: '2024-09-01', decision });
    const held = { meetingId: meeting, unitId: cellA, kind: 'regular', heldOn: '2024-09-03', durationMinutes: 95 };
    await act('hold-meeting', held);
    await act('record-meeting-attendance', { meetingId: meeting, cadreId: cadre, mark: 'absent' });
    await act('record-meeting-attendance', { meetingId: meeting, cadreId: cadre, mark: 'present' });
    await act('raise-issue', {
      ...{ issueId: issue, unitId: cellA, kind: 'recommendation', category: 'infrastructure', title: 'Cầu' },
      ...{ raisedOn: '2024-10-01', sentToUnitId: communeA, petitionerName: 'Trần Văn Ba' },
    });
    const accepted = { issueId: issue, effectiveAt: '2024-10-03' };
    await act('accept-issue', accepted);
    await act('respond-to-issue', { issueId: issue, effectiveAt: '2024-11-01', answer: 'Đã bố trí vốn' });
    await act('resolve-issue', { issueId: issue, effectiveAt: '2024-11-20' });
    await act('raise-issue', {
      ...{ issueId: id('open'), unitId: units.cellB, kind: 'difficulty', category: 'land', title: 'Đất' },
      ...{ raisedOn: '2025-01-05', sentToUnitId: communeB },
    });
    const year = { unitId: cellA, period: '2023', grade: 'good', reason: 'Theo biên bản', decision };
    await act('decide-classification', year);
    await act('move-unit', { unitId: cellA, parentId: communeB, effectiveAt: '2025-07-01', decision });
    await reorganise();
  }, 60_000);
  afterAll(() => api.stop());

  /** July 2025: commune A becomes another one, with a meeting of its own before and after. */
  async function reorganise(): Promise<void> {
    const meetingOf = (name: string, unitId: string) =>
      act('schedule-meeting', { meetingId: id(name), unitId, kind: 'committee', scheduledFor: '2025-07-10' });
    await meetingOf('of old', units.communeA);
    const formed = { name: 'Xã Ba Bể', level: 'commune', parentId: units.province };
    const merger = { unitId: id('new'), predecessorIds: [units.communeA], newUnit: formed, effectiveAt: '2025-07-01' };
    await act('merge-units', { ...merger, decision });
    const closing = { unitId: units.communeA, closedOn: '2025-06-30', successorIds: [id('new')], decision };
    await act('close-unit', closing);
    await meetingOf('of new', id('new'));
  }

  describe('views as of', () => {
    it('now are what they are', async () => {
      const today = new Date(Date.now() + 7 * 3_600_000).toISOString().slice(0, 10);
      for (const view of [
        'attendance-rate',
        'issue-register',
        'unit-directory',
        'assignment-roster',
        'cadre-directory',
      ]) {
        const live = await rowsOf(`/api/views/${view}`);
        expect(live.length).toBeGreaterThan(0);
        expect(await rowsOf(`/api/views/${view}?knownOn=${today}`)).toEqual(live);
      }
    });

    it('hold what held on a day: the issue was open, the cell stood in its old commune', async () => {
      const open = (on: string) => rowsOf(`/api/views/unresolved-recommendations?heldOn=${on}`);
      expect(await open('2024-09-30')).toEqual([]);
      expect(await open('2024-10-02')).toMatchObject([{ title: 'Cầu', status: 'raised', ageDays: 1 }]);
      expect(await open('2024-11-02')).toMatchObject([{ status: 'answered', unitName: 'Chi bộ thôn Nà Lẻ' }]);
      expect(await open('2024-11-20')).toEqual([]);
      const under = (unit: string, on: string) =>
        rowsOf(`/api/views/unit-directory?unitId=${unit}&level=cell&heldOn=${on}`).then((rows) => rows.length);
      expect(await under(units.communeA, '2025-06-30')).toBe(1);
      expect(await under(units.communeA, '2025-07-01')).toBe(0);
      expect(await under(units.communeB, '2025-07-01')).toBe(2);
    });

    it('name people as the live view does, and who was registered later', async () => {
      const [row] = await rowsOf(`/api/views/attendance-rate?unitId=${units.cellA}&heldOn=2024-09-30`);
      expect(row).toMatchObject({ cadreName: 'Nông Thị Hạnh', expected: 1, attended: 1, absent: 0, rate: 100 });
    });

    it('know nothing on a day before anybody recorded anything', async () => {
      expect(await rowsOf('/api/views/unit-directory?knownOn=2024-12-31')).toEqual([]);
    });

    it('show nothing outside the reader’s subtree of today', async () => {
      const token = await api.tokenFor('inspector', units.communeA);
      expect(await rowsOf('/api/views/attendance-rate?heldOn=2024-12-31', token)).toEqual([]);
      const now = await api.tokenFor('inspector', units.communeB);
      expect(await rowsOf('/api/views/attendance-rate?heldOn=2024-12-31', now)).toHaveLength(1);
    });

    it('refuse a day that does not exist or has not come', async () => {
      const bad = await api.get('/api/views/attendance-rate?heldOn=2024-02-30');
      expect([bad.status, bad.body]).toMatchObject([422, { errors: [{ field: 'heldOn', code: 'is-day' }] }]);
      const future = await api.get('/api/views/attendance-rate?knownOn=2999-01-01');
      expect([future.status, future.body]).toMatchObject([422, { errors: [{ field: 'knownOn', code: 'in-future' }] }]);
    });
  });

  describe('what is behind a figure', () => {
    interface Facts {
      readonly row: Record<string, unknown>;
      readonly events: readonly {
        eventType: string;
        revision: number;
        position: string;
        rows: object[];
        data: object;
      }[];
      readonly total: number;
      readonly outsideScope: number;
      readonly reproduces: boolean;
      readonly next: string | null;
    }
    const factsOf = async (path: string, token?: string) => (await get(path, token)) as Facts;
    const types = ({ events }: Facts) => events.map(({ eventType }) => eventType);

    it('the events that make a rate: the meeting, both marks, and the names in the row', async () => {
      const facts = await factsOf(`/api/views/attendance-rate/2024-09~${units.cellA}~${cadre}/facts`);
      expect(facts).toMatchObject({ row: { attended: 1, absent: 0 }, reproduces: true, outsideScope: 0 });
      expect(types(facts).filter((type) => type.startsWith('meetings.'))).toEqual([
        'meetings.MeetingHeld',
        'meetings.AttendanceRecorded',
        'meetings.AttendanceRecorded',
      ]);
      expect(types(facts)).toContain('assignments.CadreRegistered');
      expect(types(facts)).not.toContain('issues.IssueRaised');
      expect(JSON.stringify(facts.events)).not.toContain('Nông Thị Hạnh');
      expect(facts.events.at(-1)!.rows.length).toBeGreaterThan(0);
    });

    it('in pages', async () => {
      const path = `/api/views/issue-register/2024-10-01~${issue}/facts`;
      const all = await factsOf(path);
      expect(types(all).filter((type) => type.startsWith('issues.'))).toEqual([
        'issues.IssueRaised',
        'issues.IssueAccepted',
        'issues.IssueAnswered',
        'issues.IssueResolved',
      ]);
      const first = await factsOf(`${path}?limit=1`);
      const rest = await factsOf(`${path}?limit=1000&after=${first.next!}`);
      expect([...first.events, ...rest.events]).toEqual(all.events);
      expect(first.total).toBe(all.events.length);
    });

    it('as of a date: fewer events make the row of that day', async () => {
      const facts = await factsOf(`/api/views/issue-register/2024-10-01~${issue}/facts?heldOn=2024-10-31`);
      expect(facts).toMatchObject({ row: { status: 'accepted' }, reproduces: true });
      expect(types(facts)).not.toContain('issues.IssueResolved');
    });

    it('every row of every view is the fold of its facts', async () => {
      const queries = contexts
        .flatMap((context) => context.queries)
        .filter(({ name, roles }) => name !== 'timeline' && (roles?.includes('admin') ?? true));
      const checked = new Set<string>();
      for (const { key, name } of queries) {
        const reply = await api.get(`/api/views/${name}?limit=2`);
        // A question that must be asked about something.
        if (reply.status === 422) continue;
        for (const row of (expectOk(reply).body as Rows).rows) {
          const keyOf = encodeURIComponent(key.map((column) => String(row[column])).join('~'));
          const { reproduces, total } = await factsOf(`/api/views/${name}/${keyOf}/facts`);
          expect({ name, row, reproduces, isMade: total > 0 }).toEqual({ name, row, reproduces: true, isMade: true });
          checked.add(name);
        }
      }
      const rolledUp = ['classification-distribution', 'issues-held', 'coverage', 'cadre-directory'];
      expect([...checked]).toEqual(expect.arrayContaining(['attendance-rate', 'cell-classifications', ...rolledUp]));
    }, 120_000);

    it('refuses what is no row, and hides what is not the reader’s', async () => {
      const gone = await api.get(`/api/views/attendance-rate/2024-08~${units.cellA}~${cadre}/facts`);
      expect([gone.status, gone.body]).toMatchObject([404, { code: 'views.row-unknown' }]);
      const bad = await api.get('/api/views/attendance-rate/x/facts');
      expect([bad.status, bad.body]).toMatchObject([422, { errors: [{ field: 'key' }] }]);
      const path = `/api/views/attendance-rate/2024-09~${units.cellA}~${cadre}/facts`;
      const own = await factsOf(path, await api.tokenFor('inspector', units.cellA));
      expect(own.outsideScope).toBeGreaterThan(0);
      expect(own.events.length).toBe(own.total - own.outsideScope);
      const other = await api.get(path, await api.tokenFor('inspector', units.communeA));
      expect(other.status).toBe(404);
    });
  });

  describe('the difference between two dates', () => {
    it('of a view, row by row and field by field', async () => {
      const dates = 'fromHeldOn=2024-10-01&toHeldOn=2024-11-02';
      const changes = await get(`/api/views/issue-register/changes?unitId=${units.cellA}&${dates}`);
      expect(changes).toMatchObject({ added: [], removed: [], changed: [{ key: { issueId: issue } }] });
      const [{ changes: fields }] = (changes as { changed: [{ changes: { field: string }[] }] }).changed;
      expect(fields).toContainEqual({ field: 'status', before: 'raised', after: 'answered' });
      expect(fields).toContainEqual({ field: 'answer', before: null, after: 'Đã bố trí vốn' });
      const sinceThen = await get(`/api/views/unresolved-recommendations/changes?fromHeldOn=2024-10-02`);
      expect(sinceThen).toMatchObject({ added: [{ title: 'Đất' }], removed: [{ title: 'Cầu' }], changed: [] });
    });

    it('of an aggregate', async () => {
      const dates = 'fromHeldOn=2024-10-02&toHeldOn=2024-11-19';
      expect(await get(`/api/history/issue-${issue}/changes?${dates}`)).toMatchObject({
        changes: expect.arrayContaining([{ field: 'status', before: 'raised', after: 'answered' }]) as unknown,
        events: [{ act: 'accept-issue' }, { act: 'respond-to-issue' }],
      });
    });
  });

  describe('streams', () => {
    it('have their state as of any date', async () => {
      const statusOn = async (asOf: string) =>
        ((await get(`/api/history/issue-${issue}${asOf}`)) as { state: { status: string } | null }).state?.status;
      expect(await statusOn('')).toBe('resolved');
      expect(await statusOn('?heldOn=2024-11-19')).toBe('answered');
      expect(await statusOn('?heldOn=2024-09-30')).toBeUndefined();
      expect(await statusOn('?knownOn=2024-12-31')).toBeUndefined();
    });

    it('tell whose a personal field is, not what it is', async () => {
      const { events } = (await get(`/api/history/cadre-${cadre}`)) as { events: [{ data: { fullName: unknown } }] };
      expect(events[0].data.fullName).toEqual({ $personal: { subject: cadre } });
    });

    it('are refused when unknown, not for the role, or outside the subtree', async () => {
      const dossier = await api.get(`/api/history/dossier-${id('nobody')}`);
      expect([dossier.status, dossier.body]).toMatchObject([403, { code: 'history.role-not-allowed' }]);
      const unknown = await api.get(`/api/history/meeting-${id('nobody')}`);
      expect([unknown.status, unknown.body]).toMatchObject([404, { code: 'history.stream-unknown' }]);
      const outside = await api.get(`/api/history/issue-${issue}`, await api.tokenFor('inspector', units.communeA));
      expect([outside.status, outside.body]).toMatchObject([403, { code: 'history.outside-scope' }]);
    });
  });

  describe('timeline', () => {
    const timeline = (query: string) => rowsOf(`/api/history/events?${query}`);

    it('tells what each event changed', async () => {
      const rows = await timeline(`subjectKind=meeting&subjectId=${meeting}`);
      expect(rows.map(({ act: name }) => name)).toEqual([
        'hold-meeting',
        'record-meeting-attendance',
        'record-meeting-attendance',
      ]);
      expect(rows[2]).toMatchObject({
        changes: [{ field: `marks.${cadre}`, before: 'absent', after: 'present' }],
        effectiveOn: '2024-09-03',
      });
    });

    it('filters by act, type, actor and day of recording', async () => {
      const of = (filter: string) => timeline(`subjectKind=unit&subjectId=${units.cellA}${filter}`);
      const all = await of('');
      expect((await of('&act=hold-meeting')).length).toBe(1);
      expect((await of('&eventType=org-units.UnitMoved'))[0]).toMatchObject({ decisionNumber: '1391-QĐ/TU' });
      expect(await of(`&actor=${String(all[0]!['actor'])}`)).toEqual(all);
      expect(await of('&recordedTo=2024-12-31')).toEqual([]);
      expect(await of('&recordedFrom=2024-12-31')).toEqual(all);
    });

    it('is a file as well', async () => {
      const path = `/api/history/events?subjectKind=meeting&subjectId=${meeting}`;
      const csv = expectOk(await api.get(`${path}&format=csv`));
      expect(csv.headers['content-disposition']).toBe('attachment; filename="timeline.csv"');
      expect(csv.text).toContain(`marks.${cadre}: ""absent"" → ""present""`);
      expect(expectOk(await api.get(`${path}&format=xlsx`)).headers['content-type']).toContain('spreadsheetml');
    });

    it('of a unit tells what its predecessors and successors did, and of no sibling', async () => {
      const streams = async (unitId: string, rest = '') => {
        const rows = await timeline(`subjectKind=unit&subjectId=${unitId}&act=schedule-meeting${rest}`);
        return rows.map(({ stream }) => stream);
      };
      const [ofOld, ofNew] = [`meeting-${id('of old')}`, `meeting-${id('of new')}`];
      expect(await streams(id('new'))).toEqual([ofOld, ofNew]);
      expect(await streams(units.communeA)).toEqual([ofOld, ofNew]);
      expect(await streams(id('new'), '&lineage=self')).toEqual([ofNew]);
      expect(await streams(units.communeB)).toEqual([]);
    });

    it('shows what caused what', async () => {
      const [row] = await timeline(`subjectKind=meeting&subjectId=${meeting}`);
      const eventId = String(row!['eventId']);
      expect(await get(`/api/history/events/${eventId}/causes`)).toMatchObject({
        eventId,
        roots: [{ act: 'hold-meeting', causedBy: null, events: [{ event: { eventId } }] }],
      });
      const reply = await api.get(`/api/history/events/${id('no event')}/causes`);
      expect([reply.status, reply.body]).toMatchObject([404, { code: 'history.event-unknown' }]);
    });
  });
});
