import { connectEventStore, type EventStore } from '#event-store';
import { rootUnitId, type Position } from '#kernel';
import { ensureFirstAdmin } from '#platform/identity';
import { createReadStore, migrate } from '#read-store';
import { signIn } from '#scenarios';
import { freshDatabase, type FreshDatabase } from '#testing/fixtures';
import { randomBytes, randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DataSource } from 'typeorm';
import { Client, withOwnPassword, type Answer } from '../acceptance/client.js';
import { freePort, Supervised } from './support.js';

const ids = (length: number) => Array.from({ length }, () => randomUUID());
const [provinceId, communeId] = ids(2) as [string, string];
/** 5 cells, each followed by 5 cadres, met 6 times. */
const cells = ids(5).map((unitId) => ({ unitId, cadreIds: ids(5), meetingIds: ids(6) }));
const marks = cells.flatMap(({ cadreIds, meetingIds }) =>
  meetingIds.flatMap((meetingId) => cadreIds.map((cadreId) => ({ meetingId, cadreId }))),
);
const decision = { number: '11-QĐ/ĐU', date: '2025-01-02', issuer: 'Đảng ủy xã' };

/** The api is killed while it carries out a correction of 150 facts: each is corrected once. */
describe('an approved correction, the api killed', () => {
  let folder: string;
  let database: FreshDatabase;
  let node: Supervised;
  let projector: Supervised;
  let api: Supervised;
  let url: string;
  let dataSource: DataSource;
  let store: EventStore;
  const passwords = new Map<string, string>();
  const correctionId = randomUUID();
  const watching = new AbortController();
  let seen = 0;

  const done = async (answer: Promise<Answer>): Promise<Answer['body']> => {
    const { body, status } = await answer;
    if (status >= 300) throw new Error(`status ${status}: ${JSON.stringify(body)}`);
    return body;
  };
  const rows = async (who: Client, act: string, bodies: readonly object[]) => {
    const lines = bodies.map((body) => JSON.stringify(body)).join('\n');
    const body = await done(who.command(act, lines, { 'content-type': 'application/x-ndjson' }));
    expect(body).toMatchObject({ isApplied: true });
    return body;
  };
  /** Tokens of before a kill are not trusted to live on. */
  const again = async (username: string) => new Client(url, await signIn(url, username, passwords.get(username)!));
  async function person(username: string, oneTimePassword: string): Promise<Client> {
    passwords.set(username, randomBytes(12).toString('base64url'));
    return withOwnPassword(url, username, oneTimePassword, passwords.get(username)!);
  }
  async function inspector(admin: Client, username: string): Promise<Client> {
    const account = await done(admin.post('/api/accounts', { username, role: 'inspector', unitId: provinceId }));
    return person(username, account['oneTimePassword'] as string);
  }
  async function untilReady(): Promise<void> {
    const isReady = () =>
      fetch(`${url}/health/ready`).then(
        ({ ok }) => ok,
        () => false,
      );
    for (const deadline = Date.now() + 60_000; !(await isReady());) {
      api.assertRuns();
      if (Date.now() > deadline) throw new Error('the api is not ready within 60 s');
      await new Promise((go) => setTimeout(go, 50));
    }
  }
  /** Facts that were corrected, by their cause. */
  async function corrected(): Promise<string[]> {
    const facts: string[] = [];
    for await (const { type, metadata } of store.readAll()) {
      if (type !== 'meetings.AttendanceRecorded' || metadata.correction !== correctionId) continue;
      const { stream, revision } = metadata.corrects!;
      facts.push(`${stream}@${revision}`);
    }
    return facts;
  }

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'ncs-crash-corrections-'));
    database = await freshDatabase();
    node = await Supervised.eventNode(join(folder, 'events'));
    dataSource = createReadStore(database.url);
    await migrate(dataSource);
    store = connectEventStore(node.connectionString);
    const port = await freePort();
    url = `http://127.0.0.1:${port}`;
    const env = {
      ...{ NCS_DATABASE: database.url, NCS_EVENTSTORE: node.connectionString, NCS_DATA: folder },
      ...{ NCS_MASTER_KEY: Buffer.alloc(32, 7).toString('base64'), NCS_PORT: String(port), NCS_LOG_LEVEL: 'warn' },
    };
    [projector, api] = await Promise.all([Supervised.projector(env), Supervised.api(env)]);
    await untilReady();
  }, 120_000);

  afterAll(async () => {
    watching.abort();
    await Promise.all([projector?.stop(), api?.stop()]);
    await store.close();
    await node.stop();
    await dataSource.destroy();
    await database.drop();
    await rm(folder, { recursive: true, force: true });
  }, 60_000);

  it('ends with each fact corrected once, and verified', async () => {
    const { oneTimePassword, username } = (await ensureFirstAdmin(dataSource))!;
    const admin = await person(username, oneTimePassword);
    const unit = { effectiveAt: '2020-01-01' };
    await rows(admin, 'register-unit', [
      { ...unit, unitId: provinceId, name: 'Tỉnh ủy', level: 'province', parentId: rootUnitId },
      { ...unit, unitId: communeId, name: 'Đảng ủy xã', level: 'commune', parentId: provinceId },
      ...cells.map(({ unitId }) => ({ ...unit, unitId, name: 'Chi bộ ấp', level: 'cell', parentId: communeId })),
    ]);
    const followed = cells.flatMap(({ cadreIds, unitId }) => cadreIds.map((cadreId) => ({ cadreId, unitId })));
    const cadre = { fullName: 'Nông Thị Hạnh', position: 'Cán bộ', unitId: communeId };
    await rows(
      admin,
      'register-cadre',
      followed.map(({ cadreId }) => ({ ...cadre, cadreId })),
    );
    await rows(
      admin,
      'assign-cadre',
      followed.map((each) => ({ ...each, assignmentId: randomUUID(), from: '2025-01-02', decision })),
    );
    const held = { kind: 'regular', durationMinutes: 95 };
    await rows(
      admin,
      'hold-meeting',
      cells.flatMap(({ meetingIds, unitId }) =>
        meetingIds.map((meetingId, day) => ({ ...held, meetingId, unitId, heldOn: `2025-03-0${day + 1}` })),
      ),
    );
    const wrong = await rows(
      admin,
      'record-meeting-attendance',
      marks.map((each) => ({ ...each, mark: 'absent' })),
    );
    const places = (wrong['rows'] as { stream: string; revision: number }[]).map(({ revision, stream }) => {
      return { stream, revision };
    });

    const asking = await inspector(admin, 'asking');
    const approving = await inspector(admin, 'approving');
    const request = { correctionId, unitId: communeId, statement: 'Nhập đảo cột', evidence: ['Sổ biên bản'], decision };
    await done(asking.command('request-correction', request));
    const items = marks.map((each, index) => {
      const body = { ...each, mark: 'present' };
      return JSON.stringify({ act: 'record-meeting-attendance', body, corrects: places[index] });
    });
    const file = { 'idempotency-key': randomUUID(), 'content-type': 'application/x-ndjson' };
    await done(asking.post(`/api/corrections/${correctionId}/items`, items.join('\n'), file));
    const { dryRunId } = await done(asking.post(`/api/corrections/${correctionId}/dry-run`));
    await done(approving.command('approve-correction', { correctionId, dryRunId, decision }));

    const watched = watch((await store.head())!);
    const isAnswered = new AbortController();
    const applying = (await again('approving'))
      .post(`/api/corrections/${correctionId}/apply`)
      .catch(() => undefined)
      .finally(() => isAnswered.abort());
    await correctedAtLeast(Math.floor(Math.random() * marks.length), isAnswered.signal);
    await api.killAndRestart();
    await applying;
    await untilReady();
    watching.abort();
    await watched;
    const last = await done((await again('approving')).post(`/api/corrections/${correctionId}/apply`));
    expect(last).toMatchObject({ status: 'closed', events: marks.length });
    expect((await corrected()).sort()).toEqual(places.map(({ revision, stream }) => `${stream}@${revision}`).sort());
    const reader = await again('asking');
    const { rows: cases } = await reader.rows('corrections', {
      ...{ correctionId, atLeast: last['position'] as string, wait: 10_000 },
    });
    expect(cases).toMatchObject([{ status: 'closed', appliedEvents: marks.length, isExact: true }]);
    const { totals } = await reader.rows('attendance-rate', { unitId: communeId });
    expect(totals).toMatchObject({ expected: marks.length, attended: marks.length, absent: 0 });
  }, 180_000);

  /** Counts the corrected facts as they come. */
  async function watch(after: Position): Promise<void> {
    const types = ['meetings.AttendanceRecorded'];
    for await (const { kind } of store.subscribe({ after, types, signal: watching.signal })) {
      if (kind === 'event') seen++;
    }
  }

  /** One more than `moment` of the facts is corrected, or nobody corrects any more. */
  async function correctedAtLeast(moment: number, isOver: AbortSignal): Promise<void> {
    while (seen <= moment && !isOver.aborted) await new Promise((go) => setTimeout(go, 5));
  }
});
