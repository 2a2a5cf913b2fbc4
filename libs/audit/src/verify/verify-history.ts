import type { EventStore } from '#event-store';
import type { DataSource } from 'typeorm';
import type { PoolClient } from 'pg';
import type { AuditFolder } from '../keys/audit-folder.js';
import { leafEnd, readLog, type Sql } from '../log/audit-tables.js';
import { sqlOf } from '../log/log-writer.js';
import type { VerifierKey } from '../offline/signed-note.js';
import { CheckpointSeries, type FoundCheckpoint } from './checkpoint-series.js';
import { ChainCheck } from './chain-check.js';
import { finding, type Finding } from './findings.js';
import { HistoryCheck } from './history-check.js';
import { LeafPages } from './leaf-pages.js';
import { checkStreams } from './stream-check.js';
import { outsideCheckpoints, type OutsideFile } from './outside-checkpoints.js';

export interface VerifyOptions {
  readonly dataSource: DataSource;
  readonly store: EventStore;
  readonly folder: AuditFolder;
  /** The log's first key as it was published; without it, the first of the folder's list is believed. */
  readonly pinnedKey?: VerifierKey;
  /** Copies of checkpoints that were kept elsewhere. */
  readonly trusted?: OutsideFile;
  /** The events were copied to another store since they were signed. */
  readonly ignorePlaces?: boolean;
  /** Default: the clock's. A checkpoint of the last seconds may be in the database and not yet in the file. */
  readonly now?: Date;
  /** Also read each stream by its name: finds what is hidden there, and takes about twice as long. */
  readonly streams?: boolean;
  /** Events read so far, and how many are expected. */
  readonly onProgress?: (events: number, expected: number) => void;
}

export interface VerifyReport {
  readonly ok: boolean;
  /** The first by place in the history; then those about checkpoints. */
  readonly findings: readonly Finding[];
  /** Findings beyond those listed. */
  readonly untold: number;
  readonly events: number;
  /** Events under a signed checkpoint that fits. A cut among the others can not be noticed. */
  readonly signed: number;
  readonly leaves: number;
  readonly checkpoints: { readonly table: number; readonly file: number };
  readonly seconds: number;
}

/**
 * Reads everything again: every event, every row of the audit log, every checkpoint. Bounded memory. The system may run
 * meanwhile: tables are read in one snapshot, and events that come later are only checked against their own stream.
 *
 * @throws EventStoreUnavailableError; whatever else is wrong with the data is a finding
 */
export async function verifyHistory(options: VerifyOptions): Promise<VerifyReport> {
  const runner = options.dataSource.createQueryRunner();
  const client = (await runner.connect()) as PoolClient;
  try {
    await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY');
    const report = await verifySnapshot(sqlOf(client), options);
    await client.query('COMMIT');
    return report;
  } catch (error) {
    await client.query('ROLLBACK').catch(() => undefined);
    throw error;
  } finally {
    await runner.release();
  }
}

async function verifySnapshot(sql: Sql, options: VerifyOptions): Promise<VerifyReport> {
  const started = performance.now();
  const { store, folder, pinnedKey, onProgress, ignorePlaces = false } = options;
  const { keys, unreadable } = await folder.publicKeys();
  const end = await leafEnd(sql);
  const series = new CheckpointSeries(keys, options.now ?? new Date(), pinnedKey);
  const outside = await outsideCheckpoints(folder, options.trusted, keys);
  const chains = new ChainCheck();
  const check = new HistoryCheck(
    sql,
    chains,
    new LeafPages(sql, end),
    merged(series.read(sql, folder.checkpoints), outside.found),
    {
      ignorePlaces,
      onProgress: (events) => onProgress?.(events, Math.max(events, end)),
    },
  );
  let hidden: Finding[] = [];
  try {
    await check.run(store.readAll());
    if (options.streams) hidden = await checkStreams(store, chains.tails.entries());
  } finally {
    await chains.close();
  }
  const findings = [
    ...check.findings,
    ...series.findings,
    ...outside.findings,
    ...hidden,
    ...(await logRow(sql, end, check)),
  ];
  findings.push(...unreadable.map((line) => finding('key-list-altered', 'key-list', { entry: `dòng / line ${line}` })));
  if (check.events > 0 && series.counts.table + series.counts.file === 0) {
    findings.push(finding('no-checkpoint', 'checkpoint-file', {}));
  }
  return {
    ok: findings.length === 0,
    findings: inOrder(findings),
    untold: check.untold + series.untold,
    events: check.events,
    signed: check.signed,
    leaves: end,
    checkpoints: series.counts,
    seconds: (performance.now() - started) / 1000,
  };
}

async function logRow(sql: Sql, end: number, check: HistoryCheck): Promise<Finding[]> {
  const log = await readLog(sql).catch(() => undefined);
  const isRight = log?.size === end && log.places.equals(check.rowPlaces);
  // A row that is gone breaks the running hash; it is told already.
  const isTold = check.findings.some(({ where }) => where === 'audit-tables');
  return isRight || isTold
    ? []
    : [finding('log-row-altered', 'audit-tables', { entry: `${log?.size ?? '-'} / ${end}` })];
}

/** By size; the series itself is in order. */
async function* merged(
  series: AsyncGenerator<FoundCheckpoint>,
  others: readonly FoundCheckpoint[],
): AsyncGenerator<FoundCheckpoint> {
  const waiting = [...others].sort((a, b) => a.checkpoint.size - b.checkpoint.size);
  for await (const each of series) {
    while (waiting[0] && waiting[0].checkpoint.size < each.checkpoint.size) yield waiting.shift()!;
    yield each;
  }
  yield* waiting;
}

const inOrder = (findings: readonly Finding[]): Finding[] =>
  [...findings].sort((a, b) => (a.index ?? Infinity) - (b.index ?? Infinity) || 0);
