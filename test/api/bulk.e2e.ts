import { xlsxType } from '../../apps/api/src/commands/read-rows.js';
import { randomUUID } from 'node:crypto';
import type { Test } from 'supertest';
import writeXlsxFile from 'write-excel-file/node';
import { expectOk, id, registerUnits, startApi, units, type ApiUnderTest } from './support.js';

describe('files of commands', () => {
  let api: ApiUnderTest;
  beforeAll(async () => {
    api = await startApi({ projector: true });
    await registerUnits(api);
  });
  afterAll(() => api.stop());

  const send = (act: string, type: string, text: string | Buffer, key = randomUUID()): Test =>
    api
      .http()
      .post(`/api/commands/${act}`)
      .set('authorization', `Bearer ${api.admin}`)
      .set('idempotency-key', key)
      .set('content-type', type)
      .send(text);
  const ndjson = (rows: readonly object[]) => rows.map((row) => JSON.stringify(row)).join('\n');
  const cell = (name: string, parentId: string) => ({ unitId: id(name), name, level: 'cell', parentId });
  const commune = (name: string) => ({ unitId: id(name), name, level: 'commune', parentId: units.province });

  it('applies rows that build on each other, and a second time nothing', async () => {
    const rows = [commune('Xã A'), ...Array.from({ length: 40 }, (_, n) => cell(`Chi bộ A${n}`, id('Xã A')))];
    const key = randomUUID();
    const first = expectOk(await send('register-unit', 'application/x-ndjson', ndjson(rows), key));
    expect(first.body).toMatchObject({
      act: 'register-unit',
      isDryRun: false,
      isApplied: true,
      counts: { accepted: 0, applied: 41, replayed: 0, refused: 0 },
      position: await api.head(),
    });
    expect(first.body.rows[40]).toMatchObject({ row: 41, status: 'applied', stream: `unit-${id('Chi bộ A39')}` });
    const head = await api.head();
    const again = expectOk(await send('register-unit', 'application/x-ndjson', ndjson(rows), key));
    expect(again.body.counts).toEqual({ accepted: 0, applied: 0, replayed: 41, refused: 0 });
    expect(await api.head()).toBe(head);
  });

  it('goes on where a file was interrupted', async () => {
    const rows = [commune('Xã B'), commune('Xã C'), commune('Xã D')];
    const key = randomUUID();
    expectOk(await send('register-unit', 'application/x-ndjson', ndjson(rows.slice(0, 2)), key));
    const whole = expectOk(await send('register-unit', 'application/x-ndjson', ndjson(rows), key));
    expect(whole.body.counts).toMatchObject({ replayed: 2, applied: 1 });
  });

  it('checks the whole file first: one bad row, and nothing is written', async () => {
    const head = await api.head();
    const rows = [commune('Xã E'), { ...commune('Xã F'), parentId: id('nowhere') }, { name: 'Xã G' }];
    const reply = expectOk(await send('register-unit', 'application/x-ndjson', `${ndjson(rows)}\n{oops`));
    expect(reply.body).toMatchObject({ isApplied: false, counts: { accepted: 1, refused: 3 }, position: null });
    expect(reply.body.rows).toMatchObject([
      { row: 1, status: 'accepted', events: ['org-units.UnitRegistered'] },
      { row: 2, status: 'refused', code: expect.stringMatching(/^(org-unit|command)\./) },
      { row: 3, status: 'refused', code: 'request.invalid', errors: expect.any(Array) },
      { row: 4, status: 'refused', code: 'bulk.row-malformed' },
    ]);
    expect(await api.head()).toBe(head);
  });

  it('applies the good rows when asked to', async () => {
    const rows = [commune('Xã H'), { name: 'Xã G' }];
    const reply = expectOk(
      await send('register-unit', 'application/x-ndjson', ndjson(rows)).query({ skipRefused: 'true' }),
    );
    expect(reply.body).toMatchObject({ isApplied: true, counts: { applied: 1, refused: 1 } });
  });

  it('writes nothing in a dry run', async () => {
    const head = await api.head();
    const reply = expectOk(
      await send('register-unit', 'application/x-ndjson', ndjson([commune('Xã K')])).query({ dryRun: 'true' }),
    );
    expect(reply.body).toMatchObject({ isDryRun: true, isApplied: false, counts: { accepted: 1 } });
    expect(await api.head()).toBe(head);
  });

  it.each([
    ['commas', ','],
    ['semicolons, as Excel with Vietnamese settings writes', ';'],
    ['tabs', '\t'],
  ])('reads CSV with %s, a byte order mark, nested fields and numbers', async (name, by) => {
    const header = ['unitId', 'name', 'effectiveAt', 'decision.number', 'decision.date', 'decision.issuer'];
    const row = [units.cellA, `"Chi bộ ${name}"`, '2024-01-01', '12-QĐ/ĐU', '2023-12-20', '"Đảng ủy xã; Quảng Khê"'];
    const text = `\ufeff${header.join(by)}\r\n${row.join(by)}\r\n`;
    const reply = expectOk(await send('rename-unit', 'text/csv; charset=utf-8', text));
    expect(reply.body.counts).toMatchObject({ applied: 1 });
    const events = [];
    for await (const event of api.store.readStream(`unit-${units.cellA}`)) events.push(event);
    expect(events.at(-1)).toMatchObject({
      data: { name: `Chi bộ ${name}` },
      metadata: { decision: { number: '12-QĐ/ĐU', date: '2023-12-20', issuer: 'Đảng ủy xã; Quảng Khê' } },
    });
  });

  describe('a decision’s annex as an Excel workbook', () => {
    const decision = { number: '12-QĐ/ĐU', date: '2023-12-20', issuer: 'Đảng ủy xã' };
    const common = Object.fromEntries(Object.entries(decision).map(([name, value]) => [`all.decision.${name}`, value]));
    const rows = (unitId: string) => [
      ['unitId', 'name', 'effectiveAt', 'decision.issuer'],
      [unitId, 'Chi bộ Bản Piềng', new Date('2024-01-01T00:00:00Z'), null],
      [null, null, null, null],
      [unitId, 'Chi bộ thôn 12', new Date('2024-02-01T00:00:00Z'), 'Huyện ủy Ba Bể'],
    ];
    const workbook = (unitId: string): Promise<Buffer> => {
      const cells = rows(unitId).map((row) =>
        row.map((value) => (value instanceof Date ? { value, type: Date, format: 'dd/mm/yyyy' } : { value })),
      );
      return writeXlsxFile(cells as never).toBuffer();
    };

    it('names the decision once; days are days; a blank row is no row; again changes nothing', async () => {
      const file = await workbook(units.cellB);
      const key = randomUUID();
      const dry = expectOk(await send('rename-unit', xlsxType, file, key).query({ ...common, dryRun: 'true' }));
      expect(dry.body).toMatchObject({ isDryRun: true, counts: { accepted: 2, refused: 0 } });
      const reply = expectOk(await send('rename-unit', xlsxType, file, key).query(common));
      expect(reply.body.counts).toMatchObject({ applied: 2 });
      const events = [];
      for await (const event of api.store.readStream(`unit-${units.cellB}`)) events.push(event);
      expect(events.at(-2)).toMatchObject({
        data: { name: 'Chi bộ Bản Piềng', on: '2024-01-01' },
        metadata: { decision },
      });
      expect(events.at(-1)!.metadata.decision).toEqual({ ...decision, issuer: 'Huyện ủy Ba Bể' });
      expect(events.at(-1)!.metadata.$correlationId).toBe(events.at(-2)!.metadata.$correlationId);
      expect(expectOk(await send('rename-unit', xlsxType, file, key).query(common)).body.counts.replayed).toBe(2);
    });

    it('refuses what is no workbook, and a bad row by its number', async () => {
      const refused = await send('rename-unit', xlsxType, Buffer.from('no zip')).query(common);
      expect([refused.status, refused.body.code]).toEqual([400, 'bulk.xlsx-malformed']);
      const reply = expectOk(await send('rename-unit', xlsxType, await workbook('nowhere')).query(common));
      expect(reply.body).toMatchObject({ isApplied: false, rows: [{ row: 1, status: 'refused' }, { row: 2 }] });
    });
  });

  describe('a decision’s annex as people write it', () => {
    const decision = { number: '15-QĐ/ĐU', date: '2025-02-20', issuer: 'Tỉnh ủy' };
    const common = Object.fromEntries(Object.entries(decision).map(([name, value]) => [`all.decision.${name}`, value]));
    const [anHiep, anBinh] = [id('Xã An Hiệp'), id('Xã An Bình')];
    const seen = async (path: string): Promise<readonly Record<string, unknown>[]> => {
      const reply = await api.get(`/api/views/${path}&atLeast=${await api.head()}&wait=10000`).expect(200);
      return (reply.body as { rows: Record<string, unknown>[] }).rows;
    };
    const sheet = (...rows: readonly (readonly (string | null)[])[]): Promise<Buffer> => {
      const titles = [['PHỤ LỤC'], ['(Kèm theo Quyết định số 15-QĐ/ĐU)'], []];
      const heading = ['STT', 'Họ và tên', 'Chức vụ', 'Đơn vị theo dõi', 'Thuộc', 'Từ ngày', 'Ghi chú'];
      const cells = [...titles, heading, ...rows].map((row) => row.map((value) => ({ value })));
      return writeXlsxFile(cells as never).toBuffer();
    };
    interface Report {
      readonly counts: Readonly<Record<string, number>>;
      readonly rows: readonly { readonly code?: string; readonly details?: { choices: { parent: string }[] } }[];
    }
    const assign = async (file: Buffer, key: ReturnType<typeof randomUUID>, dryRun: boolean): Promise<Report> =>
      expectOk(await send('assign-cadre', xlsxType, file, key).query({ ...common, dryRun })).body as Report;

    beforeAll(async () => {
      const rows = [
        { ...commune('Xã An Hiệp') },
        { ...commune('Xã An Bình') },
        ...[1, 3].map((n) => ({ ...cell(`Chi bộ ấp ${n}`, anHiep), unitId: id('An Hiệp', n) })),
        { ...cell('Chi bộ ấp 3', anBinh), unitId: id('An Bình', 3) },
      ].map((row) => ({ ...row, effectiveAt: '2016-01-01' }));
      expectOk(await send('register-unit', 'application/x-ndjson', ndjson(rows)));
      await seen('unit-directory?limit=1');
      const cadres = ['STT;Họ và tên;Chức vụ;Đơn vị công tác', '1;Trần Văn Tư;Bí thư;xã An Hiệp'];
      cadres.push('2;Trần Văn Tư;Ủy viên;Xã An Bình', '3;Võ Thị Năm;Ủy viên;Xã Nào Đó');
      const listed = await send('register-cadre', 'text/csv', cadres.join('\n')).query({ skipRefused: true });
      expect(expectOk(listed).body.rows).toMatchObject([
        { status: 'applied', means: { unit: 'Xã An Hiệp (Tỉnh Bắc Kạn)' } },
        { status: 'applied', means: { unit: 'Xã An Bình (Tỉnh Bắc Kạn)' } },
        { status: 'refused', code: 'annex.unit-unknown', details: { unitName: 'Xã Nào Đó' } },
      ]);
      await seen('cadre-directory?limit=1');
    });

    it('refuses a row whose names mean nothing, or several, with the choices', async () => {
      const file = await sheet(
        ['1', 'Trần Văn Tư', null, 'Chi bộ ấp 1', null, '01/03/2025', null],
        ['2', 'Trần Văn Tư', 'Bí thư', 'Chi bộ ấp 3', null, '01/03/2025', null],
        ['3', 'Trần Văn Tu', 'Bí thư', 'Chi bộ ấp 3', 'An Hiệp', '01/03/2025', null],
        ['4', 'Trần Văn Tư', 'Bí thư', 'Chi bộ ấp 3', 'An Hiệp', '31/02/2025', null],
      );
      const { rows } = await assign(file, randomUUID(), true);
      expect(rows.map(({ code }) => code)).toEqual([
        ...['annex.cadre-ambiguous', 'annex.unit-ambiguous', 'annex.cadre-unknown', 'request.invalid'],
      ]);
      const parents = rows[1]!.details!.choices.map(({ parent }) => parent);
      expect(parents.sort()).toEqual(['Xã An Bình', 'Xã An Hiệp']);
    });

    it('finds units and cadres by name; a dry run says what was found; once, however often it is sent', async () => {
      const file = await sheet(
        ['1', 'Trần Văn Tư', 'Bí thư', 'Chi bộ ấp 1', null, '01/03/2025', null],
        ['2', 'trần văn tư', 'bí thư', 'Chi bộ ấp 3', 'An Hiệp', '01/03/2025', 'kiêm nhiệm'],
      );
      const [key, before] = [randomUUID(), await api.head()];
      expect((await assign(file, key, true)).rows[1]).toMatchObject({
        ...{ status: 'accepted', events: ['assignments.CadreAssigned'] },
        means: { unit: 'Chi bộ ấp 3 (Xã An Hiệp)', cadre: 'Trần Văn Tư, Bí thư (Xã An Hiệp)' },
      });
      expect(await api.head()).toBe(before);
      expect((await assign(file, key, false)).counts).toMatchObject({ applied: 2 });
      expect((await assign(file, key, false)).counts).toMatchObject({ applied: 0, replayed: 2 });
      const found = await seen(`assignment-roster?unitId=${anHiep}&on=2025-03-01`);
      expect(found.map((row) => [row['unitName'], row['cadreName'], row['decisionNumber'], row['startsOn']])).toEqual([
        ['Chi bộ ấp 1', 'Trần Văn Tư', decision.number, '2025-03-01'],
        ['Chi bộ ấp 3', 'Trần Văn Tư', decision.number, '2025-03-01'],
      ]);
    });

    it('shows a clerk of a commune only the names of the own subtree', async () => {
      const office = await api.tokenFor('office', anHiep);
      const file = 'Họ và tên,Chức vụ,Đơn vị công tác\nVõ Thị Năm,Ủy viên,Xã An Bình';
      const reply = await send('register-cadre', 'text/csv', file).set('authorization', `Bearer ${office}`);
      expect(reply.body.rows).toMatchObject([{ status: 'refused', code: 'annex.unit-unknown' }]);
    });
  });
});
