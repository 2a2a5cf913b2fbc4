import { expectOk, id, registerUnits, startApi, units, type ApiUnderTest } from './support.js';

const decision = { number: '1391-QĐ/TU', date: '2024-08-29', issuer: 'Tỉnh ủy Bắc Kạn' };
interface Rows { readonly rows: readonly Record<string, unknown>[] }

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
    await act('move-unit', { unitId: cellA, parentId: communeB, effectiveAt: '2025-07-01', decision });
  }, 60_000);
  afterAll(() => api.stop());

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
});
