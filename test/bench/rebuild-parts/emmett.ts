import type { EventToAppend } from '#event-store';
import { SQL } from '@event-driven-io/dumbo';
import { projections, type Event } from '@event-driven-io/emmett';
import {
  getPostgreSQLEventStore,
  postgreSQLRawSQLProjection,
  rebuildPostgreSQLProjections,
} from '@event-driven-io/emmett-postgresql';
import pg from 'pg';
import { logOf } from './meeting-log.js';

/**
 * The same attendance table by Emmett, the TypeScript library for event sourcing on PostgreSQL: written inline with the
 * appends, and rebuilt from its own event store, with its defaults and at its best setting. A process of its own: it
 * changes how `pg` reads numbers for everybody. Arguments: database, events; sends {@link EmmettRates}.
 */
type Held = Event<'MeetingHeld', { unitId: string; heldOn: string; expectedCadreIds: string[] }>;
type Recorded = Event<
  'AttendanceRecorded',
  { unitId: string; heldOn: string; cadreId: string; mark: string; previousMark: string | null; wasExpected: boolean }
>;
type MeetingEvent = Held | Recorded;

const attended = (mark: string | null): number => (mark === 'present' || mark === 'late' ? 1 : 0);
const is = (mark: string | null, wanted: string): number => (mark === wanted ? 1 : 0);

function statement(event: MeetingEvent): SQL | SQL[] {
  const month = event.data.heldOn.slice(0, 7);
  if (event.type === 'MeetingHeld') {
    return event.data.expectedCadreIds.map((cadreId) => grown(cadreId, event.data.unitId, month, [1, 0, 0, 0]));
  }
  const { cadreId, unitId, mark, previousMark, wasExpected } = event.data;
  return grown(cadreId, unitId, month, [
    wasExpected || previousMark ? 0 : 1,
    attended(mark) - attended(previousMark),
    is(mark, 'excused') - is(previousMark, 'excused'),
    is(mark, 'absent') - is(previousMark, 'absent'),
  ]);
}

const grown = (cadreId: string, unitId: string, month: string, by: [number, number, number, number]): SQL => SQL`
  INSERT INTO attendance AS t (cadre_id, unit_id, month, expected, attended, excused, absent)
  VALUES (${cadreId}, ${unitId}, ${month}, ${by[0]}, ${by[1]}, ${by[2]}, ${by[3]})
  ON CONFLICT (cadre_id, unit_id, month) DO UPDATE SET expected = t.expected + excluded.expected,
    attended = t.attended + excluded.attended, excused = t.excused + excluded.excused,
    absent = t.absent + excluded.absent`;

const attendance = postgreSQLRawSQLProjection<MeetingEvent>({
  name: 'attendance',
  canHandle: ['MeetingHeld', 'AttendanceRecorded'],
  evolve: statement,
  init: () => SQL`
    CREATE TABLE IF NOT EXISTS attendance (cadre_id text, unit_id text, month text, expected integer NOT NULL,
      attended integer NOT NULL, excused integer NOT NULL, absent integer NOT NULL,
      PRIMARY KEY (cadre_id, unit_id, month))`,
});

export interface EmmettRates {
  /** Events a second, appended with the table kept inline, 16 at a time. */
  readonly inline: number;
  readonly rebuild: number;
  readonly rebuildTuned: number;
}

/** On a slice of the log: rates are compared, and both sides' cost is linear. */
async function measure(url: string, count: number): Promise<EmmettRates> {
  const store = getPostgreSQLEventStore(url, { projections: projections.inline([attendance]) });
  try {
    await store.schema.migrate();
    const inline = await rateOf(count, () =>
      appendAll((stream, events) => store.appendToStream(stream, events), count),
    );
    const rows = await rowCount(url);
    const rebuild = await rebuilt(url, count, rows, undefined);
    const tuned: number[] = [];
    for (const batchSize of [1_000, 5_000]) tuned.push(await rebuilt(url, count, rows, batchSize));
    return { inline, rebuild, rebuildTuned: Math.max(...tuned) };
  } finally {
    await store.close();
  }
}

async function appendAll(append: (stream: string, events: MeetingEvent[]) => Promise<unknown>, count: number) {
  const streams = new Map<string, MeetingEvent[]>();
  for (const { stream, event } of logOf(count)) {
    const events = streams.get(stream) ?? [];
    streams.set(stream, [...events, toEmmett(event)]);
  }
  const waiting = [...streams].values();
  const writer = async (): Promise<void> => {
    for (const [stream, events] of waiting) await append(stream, events);
  };
  await Promise.all(Array.from({ length: 16 }, writer));
}

const toEmmett = ({ type, data, metadata }: EventToAppend): MeetingEvent =>
  ({ type: type.replace('meetings.', ''), data, metadata: { ...metadata } }) as unknown as MeetingEvent;

/** @param batchSize left out: its defaults; otherwise without pauses between batches */
async function rebuilt(url: string, count: number, expected: number, batchSize: number | undefined): Promise<number> {
  await inDatabase(url, (client) => client.query('TRUNCATE attendance'));
  const pulling = batchSize === undefined ? {} : { pulling: { batchSize, pullingFrequencyInMs: 0 } };
  // A processor of its own name: one that ran before would go on from its checkpoint, behind the end.
  const projector = { projection: attendance, processorId: `rebuild-${batchSize}`, startFrom: 'BEGINNING' as const };
  const consumer = rebuildPostgreSQLProjections({ connectionString: url, projections: [projector], ...pulling });
  const rate = await rateOf(count, () => consumer.start());
  await consumer.close();
  // It may stop a batch short of the end (seen 2026-11-22: 1,380 of 1,400 rows); its rate is counted as if it had not.
  const rows = await rowCount(url);
  if (rows < 0.9 * expected) throw new Error(`Emmett's rebuild gave ${rows} rows instead of ${expected}`);
  return rate;
}

async function rateOf(count: number, work: () => Promise<unknown>): Promise<number> {
  const started = performance.now();
  await work();
  return count / ((performance.now() - started) / 1_000);
}

async function rowCount(url: string): Promise<number> {
  const { rows } = await inDatabase(url, (client) =>
    client.query<{ n: number }>('SELECT count(*)::integer AS n FROM attendance'),
  );
  return rows[0]!.n;
}

async function inDatabase<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client(url);
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

const [url, count] = process.argv.slice(2) as [string, string];
process.send?.(await measure(url, Number(count)));
process.disconnect();
