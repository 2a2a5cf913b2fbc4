import { contexts } from '#contexts';
import { EventCodec, type EventStore } from '#event-store';
import { EventRegistry } from '#kernel';
import { loadConfig } from '#platform';
import { ensureFirstAdmin } from '#platform/identity';
import { MasterKey, PersonFieldCipher, PersonKeyTable } from '#privacy';
import { rebuild } from '#projections';
import type { FastifyInstance } from 'fastify';
import { pino } from 'pino';
import type { DataSource } from 'typeorm';
import { createApi } from '../../../apps/api/src/create-api.js';
import { communeIds, meetings, organisation, type NewStream } from './province-history.js';
import { percentile } from './statistics.js';

const writers = 64;
const questions = 40;
/** Views that the questions read. */
const asked = new Set([
  ...['history_events', 'timeline', 'unit_links', 'unit_directory', 'unit_places', 'unit_names'],
  ...['cadre_directory', 'attendance_rate', 'meeting_attendance'],
]);

export interface HistoryFigures {
  readonly timelineMsP50: number;
  readonly timelineMsP99: number;
  readonly knownOnMsP50: number;
  readonly knownOnMsP99: number;
  readonly heldOnMsP50: number;
  readonly heldOnMsP99: number;
  readonly factsMsP50: number;
}

const key = MasterKey.fromBase64(Buffer.alloc(32, 1).toString('base64'));

/** A province's history in the store, and the views that answer about it. */
export async function buildProvince(
  dataSource: DataSource,
  store: EventStore,
  events: number,
  say: (line: string) => void,
): Promise<void> {
  const registry = new EventRegistry(contexts.flatMap((context) => [...context.events]));
  const codec = new EventCodec(registry, new PersonFieldCipher(new PersonKeyTable(dataSource, key)));
  const started = performance.now();
  await write(store, codec, organisation());
  await write(store, codec, meetings(events));
  say(`province of ${events} events written in ${seconds(started)} s`);

  const views = contexts.flatMap((context) => [...context.views]);
  const head = (await store.head())!;
  await dataSource.query('INSERT INTO projection_group (name, commit_position, prepare_position) VALUES ($1, $2, $3)', [
    'main',
    String(head.commit),
    String(head.prepare),
  ]);
  const built = performance.now();
  const decode = codec.decode.bind(codec);
  await rebuild(
    { dataSource, store, decode },
    views.filter(({ name }) => asked.has(name)),
  );
  await dataSource.query('ANALYZE');
  say(`views built in ${seconds(built)} s`);
}

/**
 * How long answers about the past take: a commune's timeline, the attendance of a commune as it was known and as it held
 * on some day, the facts behind one figure. Through the whole API, without a network between.
 */
export async function historyFigures(
  dataSource: DataSource,
  store: EventStore,
  say: (line: string) => void,
): Promise<HistoryFigures> {
  const parts = { dataSource, eventStore: store, masterKey: key, logger: pino({ level: 'silent' }) };
  const app = await createApi(loadConfig({}), parts);
  try {
    return await measure(app.getHttpAdapter().getInstance(), dataSource, say);
  } finally {
    await app.close();
  }
}

const seconds = (since: number): string => ((performance.now() - since) / 1000).toFixed(1);

async function write(store: EventStore, codec: EventCodec, streams: Generator<NewStream>): Promise<void> {
  const writer = async () => {
    for (const { stream, events } of streams) {
      const sealed = events.map(async (event) => {
        const definition = codec.registry.get(event.type);
        return definition.personal ? { ...event, data: await codec.cipher.seal(definition, event.data) } : event;
      });
      await store.append(stream, await Promise.all(sealed), 'no-stream');
    }
  };
  await Promise.all(Array.from({ length: writers }, writer));
}

async function measure(
  instance: FastifyInstance,
  dataSource: DataSource,
  say: (line: string) => void,
): Promise<HistoryFigures> {
  const { oneTimePassword: password, username } = (await ensureFirstAdmin(dataSource))!;
  const signIn = { method: 'POST', url: '/api/auth/sign-in', payload: { username, password } } as const;
  const first = (await instance.inject(signIn)).json<{ accessToken: string }>().accessToken;
  const changed = await instance.inject({
    method: 'POST',
    url: '/api/auth/change-password',
    headers: { authorization: `Bearer ${first}` },
    payload: { password, newPassword: 'một mật khẩu đủ dài' },
  });
  const headers = { authorization: `Bearer ${changed.json<{ accessToken: string }>().accessToken}` };
  const times = async (name: string, urlOf: (n: number, commune: string) => string, count = questions) => {
    const ms: number[] = [];
    let bytes = 0;
    for (let n = 0; n < count; n++) {
      const url = urlOf(n, communeIds[(n * 37) % communeIds.length]!);
      const began = performance.now();
      const reply = await instance.inject({ method: 'GET', url, headers });
      ms.push(performance.now() - began);
      if (reply.statusCode !== 200) throw new Error(`${url}: ${reply.statusCode} ${reply.body}`);
      bytes = reply.body.length;
    }
    const [p50, p99] = [Math.round(percentile(ms, 50)), Math.round(percentile(ms, 99))];
    say(`${name}: p50 ${p50} ms, p99 ${p99} ms, the last answer has ${bytes} bytes`);
    return { p50, p99 };
  };
  const day = (n: number) => `202${n % 3}-${String((n % 12) + 1).padStart(2, '0')}-15`;
  const rate = (commune: string) => `/api/views/attendance-rate?unitId=${commune}`;
  const timeline = await times('timeline of a commune', (_n, commune) => {
    return `/api/history/events?subjectKind=unit&subjectId=${commune}`;
  });
  const known = await times('attendance as known', (n, commune) => `${rate(commune)}&knownOn=${day(n)}`);
  const held = await times('attendance as held', (n, commune) => `${rate(commune)}&heldOn=${day(n)}`);
  const page = await instance.inject({ method: 'GET', url: `${rate(communeIds[1]!)}&limit=5`, headers });
  const rows = page.json<{ rows: { month: string; unitId: string; cadreId: string }[] }>().rows;
  const facts = await times('facts of a figure', (n) => {
    const { cadreId, month, unitId } = rows[n % rows.length]!;
    return `/api/views/attendance-rate/${month}~${unitId}~${cadreId}/facts`;
  });
  return {
    timelineMsP50: timeline.p50,
    timelineMsP99: timeline.p99,
    knownOnMsP50: known.p50,
    knownOnMsP99: known.p99,
    heldOnMsP50: held.p50,
    heldOnMsP99: held.p99,
    factsMsP50: facts.p50,
  };
}
