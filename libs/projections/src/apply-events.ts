import type { StoredEvent } from '#event-store';
import type { RecordedEvent } from '#kernel';
import type { ClientBase } from 'pg';
import type { Build } from './builds.js';
import { describeFailure, isDataError, isOutage } from './failures.js';
import { RowFold } from './fold.js';

/** Stored form to today's; what it throws parks the event, unless it is an outage. */
export type Decode = (stored: StoredEvent) => Promise<RecordedEvent> | RecordedEvent;

export interface DecodedEvent {
  readonly stored: StoredEvent;
  readonly event?: RecordedEvent;
  /** Why it can't be read; poison for every view that wants it. */
  readonly failure?: unknown;
}

export async function decodeAll(events: readonly StoredEvent[], decode: Decode): Promise<DecodedEvent[]> {
  const decoded: DecodedEvent[] = new Array<DecodedEvent>(events.length);
  const pending: Promise<void>[] = [];
  const fail = (index: number, failure: unknown) => {
    if (isOutage(failure)) throw failure;
    decoded[index] = { stored: events[index]!, failure };
  };
  for (const [index, stored] of events.entries()) {
    try {
      const event = decode(stored);
      if (!(event instanceof Promise)) decoded[index] = { stored, event };
      else {
        const opened = event.then(
          (value) => void (decoded[index] = { stored, event: value }),
          (error: unknown) => fail(index, error),
        );
        pending.push(opened);
      }
    } catch (error) {
      fail(index, error);
    }
  }
  if (pending.length > 0) await Promise.all(pending);
  return decoded;
}

/** `error` left out: waits behind an earlier event of its stream. */
export interface ParkedEvent {
  readonly stored: StoredEvent;
  readonly error?: unknown;
}

/** Streams that a batch blocks, by build: they count once the transaction is committed. */
export type NewlyBlocked = Map<Build, Set<string>>;

export function confirmBlocked(newly: NewlyBlocked): void {
  for (const [build, streams] of newly) for (const stream of streams) build.blocked.add(stream);
}

/**
 * Applies events, in order, to every build that wants them, inside the caller's transaction.
 *
 * First all at once; when the data of some event makes that fail, `carefully` finds it by halving under savepoints,
 * parks it, and applies the rest. Without `carefully` the error is thrown, and the transaction is lost.
 */
export async function applyEvents(
  client: ClientBase,
  builds: readonly Build[],
  events: readonly DecodedEvent[],
  carefully: boolean,
): Promise<NewlyBlocked> {
  const newly: NewlyBlocked = new Map();
  for (const build of builds) {
    const wanted = events.filter(({ stored }) => build.wants(stored.type));
    if (wanted.length === 0) continue;
    const blocked = new Set<string>();
    newly.set(build, blocked);
    if (carefully) await applyHalving(client, build, blocked, wanted);
    else await applyAtOnce(client, build, blocked, wanted);
  }
  return newly;
}

async function applyHalving(
  client: ClientBase,
  build: Build,
  blocked: Set<string>,
  events: readonly DecodedEvent[],
): Promise<void> {
  await client.query('SAVEPOINT halving');
  try {
    await applyAtOnce(client, build, blocked, events);
    await client.query('RELEASE SAVEPOINT halving');
    return;
  } catch (error) {
    if (!isDataError(error)) throw error;
    await client.query('ROLLBACK TO SAVEPOINT halving');
    await client.query('RELEASE SAVEPOINT halving');
    const [{ stored }] = events as [DecodedEvent];
    if (events.length === 1) {
      await park(client, build, [{ stored, error }]);
      blocked.add(stored.stream);
      return;
    }
  }
  const middle = events.length >> 1;
  await applyHalving(client, build, blocked, events.slice(0, middle));
  await applyHalving(client, build, blocked, events.slice(middle));
}

async function applyAtOnce(
  client: ClientBase,
  build: Build,
  blocked: Set<string>,
  events: readonly DecodedEvent[],
): Promise<void> {
  const fold = new RowFold(build.view);
  const nowBlocked = new Set(blocked);
  const parked: ParkedEvent[] = [];
  for (const event of events) foldEvent(build, fold, nowBlocked, parked, event);
  await build.table.write(client, fold.values());
  await park(client, build, parked);
  for (const stream of nowBlocked) blocked.add(stream);
}

/** One event into the fold, or among the parked ones: shared by the live path and the bulk build. */
export function foldEvent(
  build: Build,
  fold: RowFold,
  newlyBlocked: Set<string>,
  parked: ParkedEvent[],
  { stored, event, failure }: DecodedEvent,
): void {
  // A stored event decodes what it is asked for: a stream's name is read only where something waits or was discarded.
  if (build.discarded.size > 0 && build.discarded.has(`${stored.stream}@${stored.revision}`)) return;
  if (build.blocked.size + newlyBlocked.size > 0) {
    if (build.blocked.has(stored.stream) || newlyBlocked.has(stored.stream)) {
      parked.push({ stored });
      return;
    }
  }
  try {
    if (!event) throw failure;
    fold.apply(build.view.operations(event));
  } catch (error) {
    parked.push({ stored, error });
    newlyBlocked.add(stored.stream);
  }
}

/** Pointers only: the events themselves stay where they are. */
export async function park(client: ClientBase, build: Build, parked: readonly ParkedEvent[]): Promise<void> {
  if (parked.length === 0) return;
  const rows = parked.map(({ stored, error }) => {
    const failure = error === undefined ? waiting : describeFailure(error);
    return {
      stream: stored.stream,
      revision: stored.revision,
      commit_position: String(stored.position.commit),
      prepare_position: String(stored.position.prepare),
      event_type: stored.type,
      error_class: failure.errorClass,
      error_message: failure.message,
      attempts: error === undefined ? 0 : 1,
    };
  });
  await client.query(
    `INSERT INTO projection_parked
       (build_id, stream, revision, commit_position, prepare_position, event_type, error_class, error_message, attempts)
     SELECT $1, r.* FROM json_to_recordset($2::json) AS r(stream text, revision bigint, commit_position numeric,
       prepare_position numeric, event_type text, error_class text, error_message text, attempts integer)
     ON CONFLICT DO NOTHING`,
    [build.id, JSON.stringify(rows)],
  );
}

const waiting = { errorClass: 'waiting', message: 'behind an earlier event of its stream' };
