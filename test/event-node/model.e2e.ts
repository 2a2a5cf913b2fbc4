import { BACKWARDS, END, FORWARDS, START, jsonEvent } from '@eventstore/db-client';
import type { AppendExpectedRevision, EventStoreDBClient, ExpectedRevision } from '@eventstore/db-client';
import * as fc from 'fast-check';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { spawnNode } from './node-process.js';
import type { NodeProcess } from './node-process.js';
import { ANY, NO_STREAM, STREAM_EXISTS, StreamModel } from './stream-model.js';
import type { Outcome } from './stream-model.js';
import { collect, connect } from './support.js';

/** The real process and the reference model get the same random operations, kills included, and answer the same. */
const STREAMS = 3;
const RUNS = 24;
const OPERATIONS = 30;
const SEED = 20261122;

const stream = fc.nat({ max: STREAMS - 1 });
const expected = fc.oneof(
  { weight: 3, arbitrary: fc.constant(ANY) },
  fc.constantFrom(NO_STREAM, STREAM_EXISTS),
  { weight: 3, arbitrary: fc.constant('last' as const) },
  fc.integer({ min: 0, max: 6 }),
);
/** The client can't express stream_exists when it deletes. */
const deletable = expected.filter((value) => value !== STREAM_EXISTS);
const operation = fc.oneof(
  {
    weight: 8,
    arbitrary: fc.record({
      kind: fc.constant('append' as const),
      stream,
      expected,
      count: fc.integer({ min: 1, max: 4 }),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({ kind: fc.constant('retry' as const), stream, expected, of: fc.nat({ max: 20 }) }),
  },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('delete' as const), stream, expected: deletable }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('tombstone' as const), stream, expected: deletable }) },
  {
    weight: 2,
    arbitrary: fc.record({ kind: fc.constant('truncate' as const), stream, maxCount: fc.integer({ min: 1, max: 4 }) }),
  },
  {
    weight: 2,
    arbitrary: fc.record({ kind: fc.constant('truncateBefore' as const), stream, before: fc.nat({ max: 6 }) }),
  },
  {
    weight: 6,
    arbitrary: fc.record({
      kind: fc.constant('read' as const),
      stream,
      from: fc.nat({ max: 8 }),
      count: fc.integer({ min: 1, max: 5 }),
      backwards: fc.boolean(),
    }),
  },
);
type Operation = typeof operation extends fc.Arbitrary<infer Value> ? Value : never;

let folder: string;
let node: NodeProcess;
let client: EventStoreDBClient;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'event-node-model-'));
  await start();
});
afterAll(async () => {
  await client.dispose();
  await node.end('SIGTERM');
  await rm(folder, { recursive: true });
});

async function start(): Promise<void> {
  node = await spawnNode('--port', '0', '--data', folder);
  client = connect(node);
}

async function killAndRestart(): Promise<void> {
  await client.dispose();
  await node.end('SIGKILL');
  await start();
}

/** How the client tells of an outcome. */
async function outcomeOf(action: Promise<unknown>): Promise<Outcome> {
  const type = await action.then(
    () => 'written',
    (error: unknown) => (error as { type?: string }).type ?? 'unknown',
  );
  const names: Record<string, Outcome> = {
    'wrong-expected-version': 'wrong',
    'stream-deleted': 'deleted',
    'stream-not-found': 'missing',
  };
  return names[type] ?? (type as Outcome);
}

const onWire = (value: number): AppendExpectedRevision => {
  if (value === ANY) return 'any';
  if (value === NO_STREAM) return 'no_stream';
  return value === STREAM_EXISTS ? 'stream_exists' : BigInt(value);
};

/** One run: its own streams, a model of each, and every batch of ids that was sent. */
class Run {
  private readonly models = Array.from({ length: STREAMS }, () => new StreamModel());
  private readonly sent: string[][] = [];
  private nextId = 0;

  constructor(private readonly number: number) {}

  killed(): void {
    for (const model of this.models) model.killed();
  }

  async apply(what: Operation): Promise<void> {
    const model = this.models[what.stream] as StreamModel;
    const name = this.nameOf(what.stream);
    switch (what.kind) {
      case 'append':
        return this.append(model, name, this.expected(what, model), this.newIds(what.count));
      case 'retry': {
        const ids = this.sent[what.of % Math.max(1, this.sent.length)];
        return ids ? this.append(model, name, this.expected(what, model), ids) : undefined;
      }
      case 'delete': {
        const revision = this.expected(what, model);
        const answer = await outcomeOf(
          client.deleteStream(name, { expectedRevision: onWire(revision) as ExpectedRevision }),
        );
        return expect({ what, answer }).toEqual({ what, answer: model.delete(revision) });
      }
      case 'tombstone': {
        const revision = this.expected(what, model);
        const answer = await outcomeOf(
          client.tombstoneStream(name, { expectedRevision: onWire(revision) as ExpectedRevision }),
        );
        return expect({ what, answer }).toEqual({ what, answer: model.tombstone(revision) });
      }
      case 'truncate': {
        const answer = await outcomeOf(client.setStreamMetadata(name, { maxCount: what.maxCount }));
        return expect({ what, answer }).toEqual({ what, answer: model.setMetadata({ maxCount: what.maxCount }) });
      }
      case 'truncateBefore': {
        const metadata = { truncateBefore: what.before };
        const answer = await outcomeOf(client.setStreamMetadata(name, metadata));
        return expect({ what, answer }).toEqual({ what, answer: model.setMetadata(metadata) });
      }
      case 'read':
        return this.read(model, name, what);
    }
  }

  async readEverything(): Promise<void> {
    for (const [index, model] of this.models.entries()) {
      const whole = { kind: 'read', stream: index, from: 0, count: 1000, backwards: false } as const;
      await this.read(model, this.nameOf(index), whole);
    }
  }

  private nameOf(index: number): string {
    return `run-${this.number}-${index}`;
  }

  private expected({ expected: value }: { expected: number | 'last' }, model: StreamModel): number {
    return value === 'last' ? model.ids.length - 1 : value;
  }

  private newIds(count: number): string[] {
    const ids = Array.from({ length: count }, () => {
      const id = String(++this.nextId).padStart(12, '0');
      return `00000000-0000-4000-8000-${id.slice(-12)}`.replace(/^0{8}/, String(this.number).padStart(8, '0'));
    });
    this.sent.push(ids);
    return ids;
  }

  private async append(model: StreamModel, name: string, revision: number, ids: readonly string[]): Promise<void> {
    const batch = ids.map((id) => jsonEvent({ id, type: 'modelled', data: { id } }));
    let nextExpected: number | undefined;
    const sending = client.appendToStream(name, batch, { expectedRevision: onWire(revision) });
    const outcome = await outcomeOf(sending.then((result) => (nextExpected = Number(result.nextExpectedRevision))));
    const answer = outcome === 'written' ? { outcome, revision: nextExpected } : { outcome };
    expect({ name, revision, ids, answer }).toEqual({ name, revision, ids, answer: model.append(revision, ids) });
  }

  private async read(
    model: StreamModel,
    name: string,
    { from, count, backwards }: { from: number; count: number; backwards: boolean },
  ): Promise<void> {
    const fromRevision = from === 8 ? (backwards ? END : START) : BigInt(from);
    const direction = backwards ? BACKWARDS : FORWARDS;
    let read: (string | undefined)[] = [];
    const reading = collect(client.readStream(name, { fromRevision, direction, maxCount: count }));
    const outcome = await outcomeOf(reading.then((events) => (read = events.map(({ event }) => event?.id))));
    const readable = model.read();
    if (!Array.isArray(readable)) return expect({ name, outcome }).toEqual({ name, outcome: readable });
    const start = from === 8 ? (backwards ? Number.POSITIVE_INFINITY : 0) : from;
    const wanted = backwards
      ? readable.filter((revision) => revision <= start).toReversed()
      : readable.filter((revision) => revision >= start);
    const ids = wanted.slice(0, count).map((revision) => model.ids[revision]);
    expect({ name, fromRevision, direction, outcome, read }).toEqual({
      name,
      fromRevision,
      direction,
      outcome: 'written',
      read: ids,
    });
  }
}

test('random operations and kills are answered as the model says', async () => {
  let runs = 0;
  const property = fc.asyncProperty(
    fc.array(operation, { minLength: OPERATIONS, maxLength: OPERATIONS }),
    async (operations) => {
      const run = new Run(++runs);
      const killAt = runs % 8 === 0 ? Math.floor(OPERATIONS / 2) : -1;
      for (const [index, what] of operations.entries()) {
        if (index === killAt) {
          await killAndRestart();
          run.killed();
        }
        await run.apply(what);
      }
      await run.readEverything();
    },
  );
  await fc.assert(property, { seed: SEED, numRuns: RUNS, endOnFailure: true });
}, 90_000);
