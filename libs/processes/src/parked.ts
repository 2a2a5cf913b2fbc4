import type { EventStore, StoredEvent } from '#event-store';
import {
  decodeAll,
  describeFailure,
  inTransaction,
  pointerColumns,
  readParkedEvents,
  withClient,
  type Decode,
  type ParkedPointer,
} from '#projections';
import type { ClientBase, PoolClient } from 'pg';
import type { DataSource } from 'typeorm';
import type { Process } from './process.js';
import { lockProcess } from './process-state.js';
import { attemptApart } from './reaction.js';

/** An event that a process could not take, or that waits behind one. */
export interface ParkedByProcess extends ParkedPointer {
  readonly process: string;
}

export interface ProcessFilter {
  readonly process?: string | undefined;
  readonly stream?: string | undefined;
}

const waiting = { errorClass: 'waiting', message: 'behind an earlier event of its stream' };

/** A pointer only. `failed` left out: the event waits behind an earlier one. */
export async function park(
  client: ClientBase,
  process: string,
  { position, revision, stream, type }: StoredEvent,
  failed?: { readonly error: unknown },
): Promise<void> {
  const { errorClass, message } = failed ? describeFailure(failed.error) : waiting;
  await client.query(
    `INSERT INTO process_parked
       (process, stream, revision, commit_position, prepare_position, event_type, error_class, error_message, attempts)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) ON CONFLICT DO NOTHING`,
    [
      ...[process, stream, revision, String(position.commit), String(position.prepare), type],
      ...[errorClass, message, failed ? 1 : 0],
    ],
  );
}

/** Streams of which this process must take nothing for now. Read under the lock of the process's row. */
export async function blockedStreams(client: ClientBase, process: string): Promise<Set<string>> {
  const { rows } = await client.query<{ stream: string }>(
    'SELECT DISTINCT stream FROM process_parked WHERE process = $1',
    [process],
  );
  return new Set(rows.map(({ stream }) => stream));
}

/** By process and stream, in the order of the stream. */
export const listParkedByProcesses = (dataSource: DataSource, filter: ProcessFilter = {}): Promise<ParkedByProcess[]> =>
  dataSource.query<ParkedByProcess[]>(
    `SELECT p.process, ${pointerColumns('p')}
       FROM process_parked p
      WHERE ($1::text IS NULL OR p.process = $1) AND ($2::text IS NULL OR p.stream = $2)
      ORDER BY p.process, p.stream, p.revision`,
    [filter.process ?? null, filter.stream ?? null],
  );

export interface ProcessRetryOptions {
  readonly dataSource: DataSource;
  readonly store: EventStore;
  readonly decode: Decode;
  readonly processes: readonly Process[];
}

export interface ProcessRetryReport {
  readonly process: string;
  readonly stream: string;
  /** Events that the process took, or passed over because they were discarded. */
  readonly applied: number;
  /** Still parked, the first of them with its new error. */
  readonly left: number;
}

/** Lets the processes of today's code take what is parked, stream by stream in order, up to the first that fails again. */
export async function retryParkedByProcesses(
  options: ProcessRetryOptions,
  filter: ProcessFilter = {},
): Promise<ProcessRetryReport[]> {
  const parked = await listParkedByProcesses(options.dataSource, filter);
  const streams = new Map(parked.map(({ process, stream }) => [`${process} ${stream}`, { process, stream }]));
  const reports: ProcessRetryReport[] = [];
  await withClient(options.dataSource, async (client) => {
    for (const { process, stream } of streams.values()) {
      const of = named(options.processes, process);
      reports.push(await inTransaction(client, () => retryStream(client, options, of, stream)));
    }
  });
  return reports;
}

/**
 * The process never reacts to this event; what waits behind it is taken, up to the next that fails. The decision is an
 * event of the store by now: here it takes effect.
 * @returns undefined when this process has no such event parked with an error of its own (any more)
 */
export const discardParkedByProcess = (
  options: ProcessRetryOptions,
  event: ProcessEvent,
): Promise<ProcessRetryReport | undefined> =>
  withClient(options.dataSource, (client) =>
    inTransaction(client, () => discard(client, options, named(options.processes, event.process), event)),
  );

export interface ProcessEvent {
  readonly process: string;
  readonly stream: string;
  readonly revision: number;
}

/** The same in the caller's transaction. */
export async function discard(
  client: PoolClient,
  options: Pick<ProcessRetryOptions, 'store' | 'decode'>,
  process: Process,
  { stream, revision }: Omit<ProcessEvent, 'process'>,
): Promise<ProcessRetryReport | undefined> {
  await lockProcess(client, process);
  const { rowCount } = await client.query(
    'DELETE FROM process_parked WHERE process = $1 AND stream = $2 AND revision = $3 AND attempts > 0',
    [process.name, stream, revision],
  );
  if (rowCount !== 1) return undefined;
  const { applied, ...report } = await retryStream(client, options, process, stream);
  return { ...report, applied: applied + 1 };
}

function named(processes: readonly Process[], name: string): Process {
  const process = processes.find((each) => each.name === name);
  if (!process) throw new TypeError(`there is no process "${name}"`);
  return process;
}

async function retryStream(
  client: PoolClient,
  { decode, store }: Pick<ProcessRetryOptions, 'store' | 'decode'>,
  process: Process,
  stream: string,
): Promise<ProcessRetryReport> {
  // The process's next batch waits: an event that comes meanwhile must see the stream free, or still blocked.
  const state = await lockProcess(client, process);
  const { rows } = await client.query<{ revision: string }>(
    'SELECT revision FROM process_parked WHERE process = $1 AND stream = $2 ORDER BY process_parked.revision',
    [process.name, stream],
  );
  const revisions = rows.map(({ revision }) => Number(revision));
  let applied = 0;
  for (const stored of state ? await readParkedEvents(store, stream, revisions) : []) {
    const [decoded] = await decodeAll([stored], decode);
    const outcome = await attemptApart(client, process, state!, decoded!);
    if ('failure' in outcome) {
      await failedAgain(client, process.name, stored, outcome.failure);
      break;
    }
    await client.query('DELETE FROM process_parked WHERE process = $1 AND stream = $2 AND revision = $3', [
      process.name,
      stream,
      stored.revision,
    ]);
    applied++;
  }
  return { process: process.name, stream, applied, left: revisions.length - applied };
}

/** Also when the event only waited until now. */
async function failedAgain(
  client: ClientBase,
  process: string,
  { revision, stream }: StoredEvent,
  error: unknown,
): Promise<void> {
  const { errorClass, message } = describeFailure(error);
  await client.query(
    `UPDATE process_parked SET attempts = attempts + 1, error_class = $4, error_message = $5
      WHERE process = $1 AND stream = $2 AND revision = $3`,
    [process, stream, revision, errorClass, message],
  );
}
