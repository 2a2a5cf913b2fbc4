import { AuditFolder, runAudit, verifyHistory, type Finding, type VerifyOptions, type VerifyReport } from '#audit';
import { startEventNode, type EventNode } from '#event-node';
import { connectEventStore, type EventStore, type EventToAppend } from '#event-store';
import { chainHash, derivedId, type EventMetadata } from '#kernel';
import { createReadStore, migrate } from '#read-store';
import { freshDatabase, type FreshDatabase } from '#testing/fixtures';
import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DataSource } from 'typeorm';

export const silent = { info: () => undefined, warn: () => undefined, error: () => undefined };

/** Resolves when the condition holds; the test's own timeout is the limit. */
export async function until(condition: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await condition())) await new Promise((again) => setTimeout(again, 5));
}

export interface Written {
  readonly stream: string;
  readonly revision: number;
  readonly id: string;
}

/** Appends chained events, as `AggregateStore` does, to any number of streams. */
export class Author {
  private readonly tails = new Map<string, { readonly revision: number; readonly hash: string }>();
  readonly written: Written[] = [];

  constructor(private readonly store: EventStore) {}

  /** One append; `count` events of the same data. */
  async write(stream: string, data: Record<string, unknown>, count = 1): Promise<void> {
    const tail = this.tails.get(stream);
    let last = tail ?? { revision: -1, hash: null };
    const events: EventToAppend[] = [];
    for (let n = 0; n < count; n++) {
      const revision = last.revision + 1;
      const event = chainedEvent(stream, revision, last.hash, data, new Date().toISOString());
      last = { revision, hash: event.metadata.chain.hash };
      events.push(event);
      this.written.push({ stream, revision, id: event.id });
    }
    await this.store.append(stream, events, tail ? tail.revision : 'no-stream');
    this.tails.set(stream, { revision: last.revision, hash: last.hash! });
  }
}

export function chainedEvent(
  stream: string,
  revision: number,
  previous: string | null,
  data: Record<string, unknown>,
  recordedAt: string,
): EventToAppend {
  const commandId = derivedId('test', 'command', stream, revision);
  const metadata: Omit<EventMetadata, 'chain'> = {
    $correlationId: commandId,
    $causationId: commandId,
    commandId,
    command: 'record-meeting-attendance',
    commandDigest: 'd',
    actor: { subject: derivedId('test', 'actor'), role: 'office', unitId: derivedId('test', 'unit') },
    recordedAt,
    effectiveAt: recordedAt.slice(0, 10),
    decision: { number: '1391-QĐ/TU', date: '2024-08-29', issuer: 'Tỉnh ủy Bắc Kạn' },
    schemaVersion: 1,
  };
  const event = { stream, revision, id: derivedId(commandId, 0), type: 'meetings.AttendanceRecorded', data };
  const hash = chainHash({ ...event, metadata }, previous);
  return { id: event.id, type: event.type, data, metadata: { ...metadata, chain: { previous, hash } } };
}

/**
 * A real event node on a folder, PostgreSQL, and an audit log over them: 40 events under two checkpoints, and two events
 * that came later. Everything is stopped; each test works on copies of the folders.
 */
export class SignedHistory {
  private constructor(
    readonly root: string,
    readonly database: FreshDatabase,
    readonly dataSource: DataSource,
    readonly written: readonly Written[],
  ) {}

  static readonly firstCheckpoint = 25;
  static readonly signed = 40;

  /** @param keysOf a history whose signing key is used: as a forger who got hold of it would */
  static async make(keysOf?: SignedHistory): Promise<SignedHistory> {
    const root = await mkdtemp(join(tmpdir(), 'ncs-audit-'));
    for (const name of keysOf ? ['signing-key', 'public-keys'] : []) {
      await cp(join(keysOf!.root, 'audit', name), join(root, 'audit', name));
    }
    const database = await freshDatabase();
    const dataSource = createReadStore(database.url);
    await migrate(dataSource);
    const node = await startEventNode({ data: join(root, 'events') });
    const store = connectEventStore(node.connectionString);
    const author = new Author(store);
    const write = async (to: number) => {
      for (let n = author.written.length; n < to; n++) {
        await author.write(`meeting-${n % 4}`, { cadre: `c${n}`, mark: 'present', minutes: 90 + n });
      }
    };
    for (const size of [SignedHistory.firstCheckpoint, SignedHistory.signed]) {
      await write(size);
      // One checkpoint each: the last one is signed on stopping.
      const audit = runAudit({ dataSource, store, dataFolder: root, log: silent, checkpointMs: 60_000 });
      await until(() => audit.status().size === size);
      await audit.stop();
    }
    await write(SignedHistory.signed + 2);
    await store.close();
    await node.stop();
    return new SignedHistory(root, database, dataSource, author.written);
  }

  async remove(): Promise<void> {
    await this.dataSource.destroy();
    await this.database.drop();
    await rm(this.root, { recursive: true, force: true });
  }

  /** Verifies a copy of the folders after `tamper` worked on it. */
  async verifyAfter(
    tamper: (copy: { readonly folder: string; readonly log: string }) => Promise<void> | void,
    options: Partial<VerifyOptions> = {},
  ): Promise<VerifyReport> {
    const folder = await mkdtemp(join(tmpdir(), 'ncs-audit-copy-'));
    try {
      await cp(this.root, folder, { recursive: true });
      await tamper({ folder, log: join(folder, 'events', 'log.mdb') });
      return await withNode(join(folder, 'events'), (store) =>
        verifyHistory({ dataSource: this.dataSource, store, folder: new AuditFolder(folder), ...options }),
      );
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  }
}

export async function withNode<T>(
  folder: string,
  work: (store: EventStore, node: EventNode) => Promise<T>,
): Promise<T> {
  const node = await startEventNode({ data: folder });
  const store = connectEventStore(node.connectionString);
  try {
    return await work(store, node);
  } finally {
    await store.close();
    await node.stop();
  }
}

/** What a test compares: kind and place of each finding, in order. */
export const told = (report: VerifyReport): string[] => report.findings.map(brief);
export const brief = ({ kind, where, stream, revision }: Finding): string =>
  [kind, where, ...(stream === undefined ? [] : [`${stream}@${revision}`])].join(' ');
