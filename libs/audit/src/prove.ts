import type { EventStore, StoredEvent } from '#event-store';
import type { DataSource } from 'typeorm';
import type { AuditFolder } from './keys/audit-folder.js';
import { findLeaf, StoredNodes, type Sql, type StoredLeaf } from './log/audit-tables.js';
import { chainHashOf } from './log/leaf.js';
import { checkpointCovering, lastCheckpoint, type StoredCheckpoint } from './log/checkpoint-table.js';
import { consistencyProof, inclusionProof } from './merkle/proofs.js';
import { parseCheckpoint } from './offline/checkpoint.js';
import { checkEventProof, proofFormat, type EventProof } from './offline/event-proof.js';
import { formatVerifierKey } from './offline/signed-note.js';

/** No such event, or none that can be proved yet; `code` is stable. */
export class ProveError extends Error {
  override readonly name = 'ProveError';

  constructor(
    readonly code: 'audit.no-such-event' | 'audit.not-signed-yet' | 'audit.event-altered',
    message: string,
  ) {
    super(message);
  }
}

export interface ProofSources {
  readonly dataSource: DataSource;
  readonly store: EventStore;
  readonly folder: AuditFolder;
}

/** An event by its id, or by its place in its stream. */
export type EventReference = { readonly id: string } | { readonly stream: string; readonly revision: number };

/** `<uuid>` or `<stream>@<revision>` */
export function parseEventReference(text: string): EventReference {
  const match = /^(.+)@(\d+)$/.exec(text);
  return match ? { stream: match[1]!, revision: Number(match[2]) } : { id: text };
}

const sqlOfSource =
  (dataSource: DataSource): Sql =>
  (statement, parameters) =>
    dataSource.query(statement, parameters);

/**
 * A proof that stands alone: the event as it is stored, its path in the tree, the newest signed checkpoint, the keys.
 * Checked before it is given out.
 * @throws ProveError, ProofError when the stored data do not fit together
 */
export async function proveEvent(sources: ProofSources, reference: EventReference): Promise<EventProof> {
  const sql = sqlOfSource(sources.dataSource);
  const { event, leaf } = await locate(sql, sources.store, reference);
  const checkpoint = await newestCovering(sql, leaf);
  const { note, size } = withCosignatures(checkpoint);
  const path = await inclusionProof(leaf.index, size, new StoredNodes(sql));
  const { keys } = await sources.folder.publicKeys();
  const { id, stream, revision, type, data, metadata } = event;
  const proof: EventProof = {
    format: proofFormat,
    event: { id, stream, revision, type, data, metadata: { ...metadata } },
    leafIndex: leaf.index,
    inclusion: path.map((hash) => hash.toString('base64')),
    checkpoint: note,
    publicKeys: keys.map(formatVerifierKey),
    keyChanges: await keyChanges(sql),
  };
  checkEventProof(proof);
  return proof;
}

/** Two checkpoints and the hashes that lead from one to the other; see `isConsistent`. */
export interface ConsistencyProof {
  readonly from: string;
  readonly to: string;
  /** Base64. */
  readonly hashes: readonly string[];
}

/** That the log at its last checkpoint begins with the log of an earlier one. @throws ProveError */
export async function proveConsistency(dataSource: DataSource, earlier: string): Promise<ConsistencyProof> {
  const sql = sqlOfSource(dataSource);
  const last = await lastCheckpoint(sql);
  const { size } = parseCheckpoint(earlier);
  if (!last || last.size < size)
    throw new ProveError('audit.not-signed-yet', `no checkpoint of ${size} events or more`);
  const hashes = await consistencyProof(size, last.size, new StoredNodes(sql));
  return { from: earlier, to: last.note, hashes: hashes.map((hash) => hash.toString('base64')) };
}

async function locate(
  sql: Sql,
  store: EventStore,
  reference: EventReference,
): Promise<{ readonly event: StoredEvent; readonly leaf: StoredLeaf }> {
  const known = 'id' in reference ? await findLeaf(sql, reference.id) : undefined;
  const place = 'id' in reference ? known : reference;
  const event = place && (await eventAt(store, place.stream, place.revision));
  if (!event) throw new ProveError('audit.no-such-event', 'there is no such event');
  const leaf = known ?? (await findLeaf(sql, event.id));
  if (!leaf)
    throw new ProveError('audit.not-signed-yet', 'the event is not in the log yet: try again in a few seconds');
  if (leaf.id !== event.id || leaf.hash !== chainHashOf(event)) {
    throw new ProveError('audit.event-altered', 'the event is not the one that the log knows: run "ops verify"');
  }
  return { event, leaf };
}

export async function eventAt(store: EventStore, stream: string, revision: number): Promise<StoredEvent | undefined> {
  let found: StoredEvent | undefined;
  // Read to its end: the client waits on closing for reads that were left early.
  for await (const event of store.readStream(stream, { from: revision, maxCount: 1 })) found = event;
  return found;
}

/** The newest says most; an older one only when the newest does not reach the event. */
async function newestCovering(sql: Sql, leaf: StoredLeaf): Promise<StoredCheckpoint> {
  const last = await lastCheckpoint(sql);
  const found = last && last.size > leaf.index ? last : await checkpointCovering(sql, leaf.index);
  if (!found)
    throw new ProveError('audit.not-signed-yet', 'no checkpoint covers the event yet: try again in a few seconds');
  return found;
}

const withCosignatures = ({ note, cosignatures, size }: StoredCheckpoint) => ({ note: note + cosignatures, size });

/** Checkpoints with two lines of the log itself: one key handing over to the next. */
async function keyChanges(sql: Sql): Promise<string[]> {
  const rows = await sql<{ note: string }>(
    `SELECT note FROM audit_checkpoint WHERE note LIKE E'%\\n\\u2014 %\\n\\u2014 %' ORDER BY id`,
  );
  return rows.map(({ note }) => note);
}
