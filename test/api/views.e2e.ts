import { formatPosition, rootUnitId } from '#kernel';
import { CommandGateway } from '#platform/commands';
import { parse } from 'csv-parse/sync';
import type { IncomingMessage } from 'node:http';
import { expectOk, id, registerUnits, startApi, units, type ApiUnderTest } from './support.js';

describe('views over HTTP', () => {
  let api: ApiUnderTest;
  let position: string;
  beforeAll(async () => {
    api = await startApi({ projector: true });
    position = await registerUnits(api);
    await api.get(`/api/views/unit-directory?atLeast=${position}&wait=10000`).expect(200);
  });
  afterAll(() => api.stop());

  const names = (reply: { body: { rows: { name: string }[] } }): string[] => reply.body.rows.map(({ name }) => name);

  it('shows the write that the reader names', async () => {
    const body = { unitId: id('mới'), name: 'Chi bộ thôn Mới', level: 'cell', parentId: units.communeB };
    const written = expectOk(await api.command('register-unit', body)).body.position as string;
    const reply = expectOk(await api.get(`/api/views/unit-directory?text=mới&atLeast=${written}&wait=10000`));
    expect(names(reply)).toEqual(['Chi bộ thôn Mới']);
    expect(BigInt(String(reply.body.asOfPosition).split('/')[0]!)).toBeGreaterThanOrEqual(
      BigInt(written.split('/')[0]!),
    );
  });

  it('pages through everything once, in order, with totals on the first page', async () => {
    const all = expectOk(await api.get('/api/views/unit-directory?limit=1000'));
    const seen: string[] = [];
    let next: string | null = '';
    for (let page = 0; next !== null; page++) {
      const after: string = next ? `&after=${next}` : '';
      const reply = expectOk(await api.get(`/api/views/unit-directory?limit=2${after}`));
      expect(reply.body.rows.length).toBeLessThanOrEqual(2);
      if (page === 0) expect(reply.body.totals).toMatchObject({ rowCount: all.body.rows.length });
      else expect(reply.body).not.toHaveProperty('totals');
      seen.push(...names(reply));
      next = reply.body.next as string | null;
    }
    expect(seen).toEqual(names(all));
    expect(seen.length).toBeGreaterThanOrEqual(5);
  });

  it.each([
    ['communeA', ['Chi bộ thôn Nà Lẻ', 'Xã Quảng Khê']],
    ['cellB', ['Chi bộ thôn Nà Phạ']],
  ] as const)('shows nothing outside the subtree of a reader at %s', async (unit, visible) => {
    for (const role of ['cadre', 'secretary', 'office', 'inspector', 'responsible-body', 'admin'] as const) {
      const token = await api.tokenFor(role, units[unit]);
      const reply = expectOk(await api.get('/api/views/unit-directory', token));
      expect(names(reply).sort()).toEqual([...visible].sort());
      expect(reply.body.totals).toMatchObject({ rowCount: visible.length, units: visible.length });
      const elsewhere = expectOk(await api.get(`/api/views/unit-directory?unitId=${units.province}`, token));
      expect(names(elsewhere).sort()).toEqual([...visible].sort());
      const file = expectOk(await api.get('/api/views/unit-directory?format=csv', token));
      expect(parse(file.text, { bom: true, columns: true })).toHaveLength(visible.length);
    }
  });

  it('refuses a reader whose unit is in no directory', async () => {
    const reply = await api.get('/api/views/unit-directory', await api.tokenFor('office', id('nowhere')));
    expect(reply.status).toBe(403);
    expect(reply.body).toMatchObject({ code: 'views.unit-unknown' });
  });

  it('refuses commands outside the subtree', async () => {
    const token = await api.tokenFor('office', units.communeA);
    const body = { unitId: id('ngoài'), name: 'Chi bộ ngoài', level: 'cell', parentId: units.communeB };
    const head = await api.head();
    const reply = await api.command('register-unit', body, { token });
    expect(reply.status).toBe(403);
    expect(reply.body).toMatchObject({ code: 'command.outside-scope' });
    expect(await api.head()).toBe(head);
  });

  it.each([
    ['vi', 'Tên đơn vị'],
    ['en', 'Name'],
  ])('gives all rows as CSV that Excel opens (%s)', async (language, heading) => {
    const reply = expectOk(
      await api.get('/api/views/unit-directory').set('accept', 'text/csv').set('accept-language', language),
    );
    expect(reply.headers['content-type']).toBe('text/csv; charset=utf-8');
    expect(reply.headers['content-disposition']).toBe('attachment; filename="unit-directory.csv"');
    expect(reply.text.startsWith('\ufeff')).toBe(true);
    const rows = parse(reply.text, { bom: true, columns: true });
    expect(rows.map((row) => (row as Record<string, string>)[heading])).toContain('Xã Đồng Phúc');
  });

  it('gives a long file in batches', async () => {
    const gateway = api.app.get(CommandGateway);
    const actor = { subject: id('writer'), role: 'admin', unitId: rootUnitId } as const;
    const register = (n: number) => {
      const name = n === 7 ? '=1+1' : `Nhóm hộ ${n}`;
      const body = { unitId: id('nhóm', n), name, level: 'household-group', parentId: units.cellB };
      return gateway.submit('register-unit', body, { commandId: id('register', n), actor });
    };
    const receipts = [];
    for (let n = 0; n < 2100; n += 100) {
      receipts.push(...(await Promise.all(Array.from({ length: 100 }, (_, index) => register(n + index)))));
    }
    const written = formatPosition(receipts.at(-1)!.position!);
    const reply = expectOk(
      await api.get(`/api/views/unit-directory?format=csv&level=household-group&atLeast=${written}&wait=10000`),
    );
    const rows = parse(reply.text, { bom: true, columns: true }) as Record<string, string>[];
    expect(new Set(rows.map((row) => row['Mã đơn vị'])).size).toBe(2100);
    expect(rows).toHaveLength(2100);
    // A spreadsheet would run it.
    expect(rows.map((row) => row['Tên đơn vị'])).toContain("'=1+1");
  }, 60_000);

  it('answers 304 until something changes', async () => {
    const first = expectOk(await api.get('/api/views/unit-directory?limit=1'));
    const tag = first.headers['etag'] as string;
    expect(tag).toMatch(/^W\/"/);
    await api.get('/api/views/unit-directory?limit=1').set('if-none-match', tag).expect(304);
    await api.get('/api/views/unit-directory?limit=2').set('if-none-match', tag).expect(200);
    const body = { unitId: id('nữa'), name: 'Chi bộ nữa', level: 'cell', parentId: units.communeB };
    const written = expectOk(await api.command('register-unit', body)).body.position as string;
    await api
      .get(`/api/views/unit-directory?limit=1&atLeast=${written}&wait=10000`)
      .set('if-none-match', tag)
      .expect(200);
  });

  it('leaves no connection in a transaction behind', async () => {
    const file = api.get('/api/views/unit-directory?format=csv');
    // A reader who goes away in the middle.
    await new Promise<void>((resolve) => {
      void file
        .buffer(false)
        .parse((response, done) => {
          response.once('data', () => {
            (response as unknown as IncomingMessage).destroy();
            done(null, undefined);
            resolve();
          });
        })
        .catch(() => undefined);
    });
    const count = async () => {
      const [row] = await api.dataSource.query<{ n: number }[]>(
        `SELECT count(*)::integer AS n FROM pg_stat_activity
          WHERE datname = current_database() AND state LIKE 'idle in transaction%'`,
      );
      return row!.n;
    };
    const deadline = Date.now() + 5_000;
    while ((await count()) > 0 && Date.now() < deadline) await new Promise((again) => setTimeout(again, 20));
    expect(await count()).toBe(0);
  });

  it('every view answers, as JSON and as CSV', async () => {
    const document = (await api.http().get('/api/openapi.json')).body as { paths: Record<string, object> };
    const views = Object.keys(document.paths).filter((path) => /^\/api\/views\/[^/]+$/.test(path));
    expect(views.length).toBeGreaterThan(5);
    // The only role that may read all of them: inspections are not for whom they look at.
    const everywhere = await api.tokenFor('inspector', rootUnitId);
    const inCommune = await api.tokenFor('inspector', units.communeA);
    for (const path of views) {
      const required = requiredOf(document.paths[path]!);
      expectOk(await api.get(`${path}${required}`, everywhere));
      expectOk(await api.get(`${path}${required}${required ? '&' : '?'}format=csv`, everywhere));
      expectOk(await api.get(`${path}${required}`, inCommune));
    }
  }, 60_000);

  it('shows health, lag and metrics', async () => {
    await api.http().get('/health/live').expect(200, { status: 'ok' });
    const ready = await api.http().get('/health/ready').expect(200);
    expect(ready.body.details).toMatchObject({
      readStore: { status: 'up' },
      eventStore: { status: 'up' },
      projections: { status: 'up', parked: 0 },
    });
    const metrics = expectOk(await api.get('/metrics'));
    expect(metrics.text).toMatch(/ncs_command_seconds_count\{act="register-unit",outcome="accepted"\} \d+/);
    expect(metrics.text).toMatch(
      /ncs_http_request_seconds_count\{route="\/api\/views\/:view",method="GET",status="200"\}/,
    );
    expect(metrics.text).toMatch(/ncs_projection_lag_events \d+/);
  });
});

interface Parameter {
  readonly name: string;
  readonly required?: boolean;
  readonly schema: { readonly format?: string; readonly enum?: readonly string[]; readonly pattern?: string };
}

function requiredOf(item: object): string {
  const { parameters } = (item as { get: { parameters: Parameter[] } }).get;
  const query = parameters
    .filter(({ required }) => required)
    .map(({ name, schema }) => {
      const value =
        schema.enum?.[0] ??
        (schema.format === 'uuid' ? units.communeA : schema.format === 'date' ? '2024-08-29' : '2024');
      return `${name}=${value}`;
    });
  return query.length > 0 ? `?${query.join('&')}` : '';
}
