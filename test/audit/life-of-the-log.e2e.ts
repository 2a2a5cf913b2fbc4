import {
  AuditFolder,
  parseCheckpoint,
  rebaseAudit,
  runAudit,
  verifyHistory,
  type AuditOptions,
  type RunningAudit,
} from '#audit';
import { EventStoreDBClient, jsonEvent } from '@eventstore/db-client';
import { copyEvents, startEventNode, type EventNode } from '#event-node';
import { connectEventStore, type EventStore } from '#event-store';
import { createReadStore, migrate } from '#read-store';
import { freshDatabase, type FreshDatabase } from '#testing/fixtures';
import { mkdtemp, readFile, rm, stat, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DataSource } from 'typeorm';
import { Author, silent, until } from './history.js';

describe('the life of the audit log', () => {
  let root: string;
  let database: FreshDatabase;
  let dataSource: DataSource;
  let node: EventNode;
  let store: EventStore;
  let author: Author;
  const audits: RunningAudit[] = [];

  beforeEach(async () => {
    root = await mkdtemp(join(tmpdir(), 'ncs-audit-'));
    database = await freshDatabase();
    dataSource = createReadStore(database.url);
    await migrate(dataSource);
    node = await startEventNode({ data: 'memory' });
    store = connectEventStore(node.connectionString);
    author = new Author(store);
  });
  afterEach(async () => {
    await Promise.all(audits.splice(0).map((audit) => audit.stop()));
    await store.close();
    await node.stop();
    await dataSource.destroy();
    await database.drop();
    await rm(root, { recursive: true, force: true });
  });

  function run(options: Partial<AuditOptions> = {}): RunningAudit {
    const audit = runAudit({ dataSource, store, dataFolder: root, log: silent, checkpointMs: 20, ...options });
    audits.push(audit);
    return audit;
  }
  const write = async (count: number) => {
    for (let n = 0; n < count; n++) await author.write(`meeting-${author.written.length % 3}`, { n });
  };
  const signed = (audit: RunningAudit) => until(() => audit.status().signedSize === author.written.length);
  const folder = () => new AuditFolder(root);
  const verify = () => verifyHistory({ dataSource, store, folder: folder() });
  const found = async () => (await verify()).findings;
  const file = () => join(root, 'audit', 'checkpoints.log');

  it('covers each event by a signed checkpoint soon after it was written', async () => {
    const audit = run();
    for (let n = 0; n < 5; n++) {
      await write(3);
      await signed(audit);
    }
    expect(await verify()).toMatchObject({ ok: true, events: 15, signed: 15 });
    expect((await stat(join(root, 'audit', 'signing-key'))).mode & 0o777).toBe(0o600);
  });

  it('keeps the nodes of a log that is larger than a tile, batch by batch', async () => {
    for (const stream of ['meeting-1', 'meeting-2', 'meeting-3']) await author.write(stream, { n: 0 }, 200);
    const audit = run({ batchEvents: 37 });
    await signed(audit);
    const rows = await dataSource.query<object[]>('SELECT level, node_index FROM audit_node ORDER BY node_index');
    expect(rows).toEqual([
      { level: 8, node_index: '0' },
      { level: 8, node_index: '1' },
    ]);
    expect(await found()).toEqual([]);
    await dataSource.query(`UPDATE audit_node SET hash = decode(repeat('00', 32), 'hex') WHERE node_index = 1`);
    expect(await found()).toMatchObject([{ kind: 'node-altered', entry: '8 / 1' }]);
  });

  it('lets one of two work; the other takes over when its connection is killed', async () => {
    const [first, second] = [run(), run()];
    await write(5);
    await until(() => [first, second].some((audit) => audit.status().signedSize === 5));
    expect([first, second].map((audit) => audit.status().state).sort()).toEqual(['live', 'standby']);
    await dataSource.query(
      `SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory' AND granted AND pid <> pg_backend_pid()
         AND database = (SELECT oid FROM pg_database WHERE datname = current_database())`,
    );
    await write(5);
    await until(() => [first, second].some((audit) => audit.status().signedSize === 10));
    expect(await found()).toEqual([]);
  });

  it('is fenced by another writer and goes on from what is stored', async () => {
    const audit = run({ checkpointMs: 60_000 });
    await write(5);
    await until(() => audit.status().size === 5);
    await dataSource.query('UPDATE audit_log SET size = 4');
    await write(1);
    await until(() => audit.status().lastError?.startsWith('AuditFencedError') ?? false);
    await dataSource.query('UPDATE audit_log SET size = 5');
    await until(() => audit.status().size === 6);
    await audit.stop();
    expect(await found()).toEqual([]);
  });

  it.each([1, 144, 250])('a file that lacks the last %s bytes after a crash is made whole', async (missing) => {
    for (let n = 0; n < 2; n++) {
      await write(4);
      await run().stop();
      const audit = run();
      await signed(audit);
      await audit.stop();
    }
    const whole = await readFile(file(), 'utf8');
    await truncate(file(), Buffer.byteLength(whole) - missing);
    await write(1);
    await signed(run());
    expect((await readFile(file(), 'utf8')).startsWith(whole)).toBe(true);
    expect(await found()).toEqual([]);
  });

  it('is built anew from the store and the file when the database is lost', async () => {
    await write(10);
    await signed(run());
    await Promise.all(audits.splice(0).map((audit) => audit.stop()));
    await dataSource.query('DELETE FROM audit_leaf; DELETE FROM audit_node; DELETE FROM audit_checkpoint');
    await dataSource.query(`UPDATE audit_log SET origin = NULL, size = 0, commit_position = NULL,
                              prepare_position = NULL, places = decode(repeat('00', 32), 'hex')`);
    await write(2);
    await signed(run());
    expect(await verify()).toMatchObject({ ok: true, signed: 12 });
  });

  it('signs nothing that contradicts what was signed before', async () => {
    await write(4);
    await signed(run());
    await Promise.all(audits.splice(0).map((audit) => audit.stop()));
    await dataSource.query(`UPDATE audit_leaf SET stream = 'meeting-7' WHERE leaf_index = 1`);
    await write(1);
    const audit = run();
    await until(() => audit.status().lastError?.startsWith('AuditContradictionError') ?? false);
    expect(audit.status().signedSize).toBe(4);
  });

  it('does not go on from a store that ends before the log does', async () => {
    await write(6);
    await signed(run());
    await Promise.all(audits.splice(0).map((audit) => audit.stop()));
    const other = await startEventNode({ data: 'memory' });
    const otherStore = connectEventStore(other.connectionString);
    await new Author(otherStore).write('meeting-1', { n: 0 });
    const audit = run({ store: otherStore });
    await until(() => audit.status().lastError?.startsWith('StoreBehindLogError') ?? false);
    await audit.stop();
    await otherStore.close();
    await other.stop();
  });

  it('goes on in the store that the events were copied to, which is proved to hold the same history', async () => {
    await write(6);
    await signed(run());
    await Promise.all(audits.splice(0).map((audit) => audit.stop()));
    const other = await startEventNode({ data: 'memory' });
    // Other positions than in the first store.
    const client = EventStoreDBClient.connectionString(other.connectionString);
    await client.appendToStream('$settings', [jsonEvent({ type: '$set', data: {} })]);
    await client.dispose();
    await copyEvents({ from: node.connectionString, to: other.connectionString });
    const otherStore = connectEventStore(other.connectionString);
    const verifyThere = (ignorePlaces: boolean) =>
      verifyHistory({ dataSource, store: otherStore, folder: folder(), ignorePlaces });
    expect((await verifyThere(false)).findings[0]).toMatchObject({ kind: 'store-place-changed', index: 0 });
    expect(await verifyThere(true)).toMatchObject({ ok: true, signed: 6 });
    await rebaseAudit(dataSource, otherStore);
    await new Author(otherStore).write('meeting-9', { n: 9 });
    const audit = run({ store: otherStore });
    await until(() => audit.status().signedSize === 7);
    await audit.stop();
    expect(await verifyThere(true)).toMatchObject({ ok: true, signed: 7 });
    await otherStore.close();
    await other.stop();
  });

  it('finds events that a stream hides from those who read it by name', async () => {
    await write(9);
    await signed(run());
    const streams = async () => (await verifyHistory({ dataSource, store, folder: folder(), streams: true })).findings;
    expect(await streams()).toEqual([]);
    const client = EventStoreDBClient.connectionString(node.connectionString);
    await client.setStreamMetadata('meeting-1', { maxCount: 1 });
    await client.deleteStream('meeting-2');
    await client.dispose();
    expect(await found()).toEqual([]);
    expect(await streams()).toMatchObject([
      { kind: 'hidden-from-stream', stream: 'meeting-1', revision: 0 },
      { kind: 'hidden-from-stream', stream: 'meeting-2', revision: 0 },
    ]);
  });

  it('makes no second key when the first is missing', async () => {
    await write(1);
    await signed(run());
    await Promise.all(audits.splice(0).map((audit) => audit.stop()));
    await rm(join(root, 'audit'), { recursive: true });
    const audit = run();
    await until(() => audit.status().lastError?.startsWith('AuditKeyError') ?? false);
  });

  it('changes its key: the first checkpoint of the new key is signed by both, old and new ones keep verifying', async () => {
    await write(3);
    const audit = run();
    await signed(audit);
    const before = (await readFile(join(root, 'audit', 'signing-key'), 'utf8')).trim();
    const next = await folder().rotate();
    await until(async () => (await readFile(join(root, 'audit', 'signing-key'), 'utf8')).trim() !== before);
    await write(3);
    await signed(audit);
    await audit.stop();
    const signers: string[][] = [];
    for await (const { note } of folder().checkpoints.entries()) {
      signers.push(parseCheckpoint(note).note.signatures.map(({ keyId }) => keyId));
    }
    const [old] = (await folder().publicKeys()).keys;
    expect(signers[0]).toEqual([old!.id]);
    expect(signers.filter((each) => each.length === 2)).toEqual([[old!.id, next.id]]);
    expect(signers.at(-1)).toEqual([next.id]);
    expect(await found()).toEqual([]);
    // What the old key signs from now on is not believed any more.
    await writeFile(join(root, 'audit', 'signing-key'), `${before}\n`);
    await write(1);
    await signed(run());
    expect(await found()).toMatchObject([{ kind: 'key-not-introduced' }]);
  });
});
