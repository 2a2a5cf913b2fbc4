import type { Job } from '#projections';
import { randomUUID } from 'node:crypto';
import { expectOk, registerUnits, startApi, units, type ApiUnderTest } from './support.js';

describe('views built anew over HTTP', () => {
  let api: ApiUnderTest;
  beforeAll(async () => {
    api = await startApi({ projector: true });
    const position = await registerUnits(api);
    await api.get(`/api/views/unit-directory?atLeast=${position}&wait=10000`).expect(200);
  });
  afterAll(() => api.stop());

  /** The job's events until it is over. */
  async function followed(id: string): Promise<Job[]> {
    const reply = await api.get(`/api/rebuilds/${id}/events`).expect(200);
    expect(reply.headers['content-type']).toContain('text/event-stream');
    const events = [...reply.text.matchAll(/event: (\w+)\ndata: (.+)\n\n/g)];
    expect(events.map(([, name]) => name).lastIndexOf('over')).toBe(events.length - 1);
    return events.map(([, , data]) => JSON.parse(data!) as Job);
  }

  const asked = async (act: string, body: object, id = randomUUID()): Promise<Job> => {
    const job = expectOk(await api.command(act, body, { id })).body as Job;
    expect(job).toMatchObject({ id });
    return (await followed(id)).at(-1)!;
  };

  it('shows the rows that differ first, and goes live when told to', async () => {
    await api.dataSource.query(`UPDATE unit_directory SET name = 'sai' WHERE unit_id = $1`, [units.cellA]);
    const dry = await asked('rebuild-view', { views: ['unit-directory'], dryRun: true });
    expect(dry).toMatchObject({ state: 'done', progress: { step: 'verify' } });
    const [report] = dry.reports as unknown as {
      differences: { examples: { live: { name: string }; built: { name: string } }[] };
    }[];
    expect(report!.differences.examples).toMatchObject([
      { live: { name: 'sai' }, built: { name: 'Chi bộ thôn Nà Lẻ' } },
    ]);
    expect(await asked('rebuild-view', { views: ['unit-directory'] })).toMatchObject({ state: 'held' });
    const id = randomUUID();
    const accepted = { views: ['unit_directory'], acceptDifferences: true };
    expect(await asked('rebuild-view', accepted, id)).toMatchObject({ state: 'done', reports: [{ wentLive: true }] });
    const page = await api.get('/api/views/unit-directory').expect(200);
    expect(page.text).toContain('Chi bộ thôn Nà Lẻ');
    // The same command again is the same rebuild.
    expect(await asked('rebuild-view', accepted, id)).toMatchObject({ state: 'done', id });
    const { rebuilds } = (await api.get('/api/rebuilds').expect(200)).body as { rebuilds: Job[] };
    expect(rebuilds.map(({ state }) => state)).toEqual(['done', 'held', 'done']);
  });

  it('goes back to the table before, and repairs one stream', async () => {
    expect(await asked('rebuild-view', { views: ['unit_directory'] })).toMatchObject({ state: 'done' });
    expect(await asked('rollback-view', { view: 'unit-directory' })).toMatchObject({ state: 'done', error: null });
    await api.dataSource.query(`UPDATE unit_directory SET name = 'sai' WHERE unit_id = $1`, [units.cellA]);
    const repaired = await asked('repair-stream', { stream: `unit-${units.cellA}` });
    expect(repaired.state).toBe('done');
    expect(repaired.reports).toContainEqual({ view: 'unit_directory', rows: 1, repaired: 1 });
  });

  it('ends one that nobody wants any more, and says why one failed', async () => {
    const again = await asked('rollback-view', { view: 'cadre_directory' });
    expect(again).toMatchObject({ state: 'failed', error: expect.stringContaining('no previous table') as string });
    const id = randomUUID();
    await api.command('rebuild-view', {}, { id }).expect(202);
    const aborted = await api.command('abort-rebuild', { rebuildId: id }).expect(200);
    expect(['aborted', 'done']).toContain((aborted.body as Job).state);
    await followed(id);
  });

  it('is for admins, and for views that there are', async () => {
    const secretary = await api.tokenFor('secretary', units.communeA);
    await api.command('rebuild-view', {}, { token: secretary }).expect(403);
    await api.get('/api/rebuilds', secretary).expect(403);
    await api.get(`/api/rebuilds/${randomUUID()}/events`, secretary).expect(403);
    await api.command('rebuild-view', { views: ['no-such-view'] }).expect(404);
    await api.command('rebuild-view', { views: [] }).expect(422);
    await api.get('/api/rebuilds/none').expect(404);
  });
});
