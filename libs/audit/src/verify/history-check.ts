import { EventStoreUnavailableError, type StoredEvent } from '#event-store';
import { GrowingTree, type TreeNode } from '../merkle/growing-tree.js';
import { emptyRoot } from '../offline/merkle.js';
import { storedLevels, type Sql } from '../log/audit-tables.js';
import { addPlace, hashOfLeaf, leafRecordOf, noPlaces } from '../log/leaf.js';
import type { ChainCheck, ChainFault } from './chain-check.js';
import type { FoundCheckpoint } from './checkpoint-series.js';
import {
  alteration,
  compare,
  explain,
  ofEvent,
  type Difference,
  type Disagreement,
  type Verdict,
} from './differences.js';
import { finding, type Finding } from './findings.js';
import type { LeafPages } from './leaf-pages.js';

export interface HistoryOptions {
  /** The events were copied to another store since: its positions and times are not those that were signed. */
  readonly ignorePlaces: boolean;
  readonly onProgress: (events: number) => void;
}

/** What was read is told in words up to here; beyond, it is counted. */
const toldAtMost = 200;
const progressEvery = 5_000;

/**
 * One pass over all events. Two trees grow side by side, one from the events, one from the rows of the audit log, and
 * both are held against every signed checkpoint as they reach its size: where they differ, the checkpoint says which of
 * the two was tampered with. Both trees having the roots of two checkpoints also proves these consistent.
 */
export class HistoryCheck {
  untold = 0;
  events = 0;
  /** Events under the last checkpoint that fits. */
  signed = 0;
  private readonly fromLog: Finding[] = [];
  private readonly fromStreams: Finding[] = [];
  private readonly fromEvents = GrowingTree.empty();
  private readonly nodes: TreeNode[] = [];
  private readonly fromRows = GrowingTree.empty((node) => {
    if (node.level > 0 && node.level % storedLevels === 0) this.nodes.push(node);
  });
  private readonly places = { events: noPlaces, rows: noPlaces };
  private rowsComplete = true;
  private rows = 0;
  private readonly differences: Difference[] = [];
  private lost: Difference | undefined;
  private readonly awaited = new Map<string, Difference>();
  private lastRowSeen = false;
  private contradicted: { readonly size: number; readonly after: number; readonly at: string } | undefined;
  private upcoming: FoundCheckpoint | undefined;

  constructor(
    private readonly sql: Sql,
    private readonly chains: ChainCheck,
    private readonly leaves: LeafPages,
    private readonly checkpoints: AsyncGenerator<FoundCheckpoint>,
    private readonly options: HistoryOptions,
  ) {}

  async run(events: AsyncIterable<StoredEvent>): Promise<void> {
    await this.nextCheckpoint();
    await this.reachCheckpoints();
    const lastRow = this.leaves.end > 0 ? await this.lastRowId() : undefined;
    const readAll = await this.readEvents(events, lastRow);
    await this.readRemainingRows(readAll);
    await this.leftoverCheckpoints();
    this.settle(false);
    await this.explainAll();
  }

  /** Of one event, what the log says comes before what its stream shows. */
  get findings(): readonly Finding[] {
    return [...this.fromLog, ...this.fromStreams];
  }

  /** Of the rows, for comparison with the row of audit_log. */
  get rowPlaces() {
    return this.places.rows;
  }

  private async lastRowId(): Promise<string | undefined> {
    const [row] = await this.sql<{ event_id: string }>('SELECT event_id FROM audit_leaf WHERE leaf_index = $1', [
      this.leaves.end - 1,
    ]);
    return row?.event_id;
  }

  /** @returns false when the store could not be read to its end */
  private async readEvents(events: AsyncIterable<StoredEvent>, lastRow: string | undefined): Promise<boolean> {
    try {
      for await (const event of events) {
        if (event.id === lastRow) this.lastRowSeen = true;
        await this.event(event);
        if (this.events % progressEvery === 0) this.options.onProgress(this.events);
      }
      return true;
    } catch (error) {
      if (error instanceof EventStoreUnavailableError) throw error;
      const why = error instanceof Error ? error.message : String(error);
      const row = await this.leaves.at(this.events);
      const at = row
        ? { index: row.index, stream: row.stream, revision: row.revision, eventId: row.id }
        : { index: this.events };
      this.tell(finding('unreadable', 'event-store', at, [why, why]));
      return false;
    } finally {
      this.options.onProgress(this.events);
    }
  }

  private async event(event: StoredEvent): Promise<void> {
    const index = this.events++;
    const fault = this.chains.check(event);
    const record = leafRecordOf(event);
    this.fromEvents.append(hashOfLeaf(record));
    this.places.events = addPlace(this.places.events, record);
    const row = index < this.leaves.end ? await this.row(index) : undefined;
    const what = index < this.leaves.end ? compare(event, row) : undefined;
    this.meet(event);
    if (what === undefined || what === 'place') this.found();
    if (what !== undefined && !(what === 'place' && this.options.ignorePlaces))
      this.differ(index, what, event, row, fault);
    if (fault && what !== 'content') this.chainFinding(event, index, row?.id === event.id ? row : undefined, fault);
    await this.reachCheckpoints();
  }

  private async row(index: number) {
    const row = await this.leaves.at(index);
    if (!row) this.rowsComplete = false;
    if (!this.rowsComplete) return row;
    this.fromRows.append(hashOfLeaf(row!));
    this.places.rows = addPlace(this.places.rows, row!);
    this.rows++;
    if (this.nodes.length > 0) await this.checkNodes();
    return row;
  }

  /** What is stored of the tree must be what its leaves make. */
  private async checkNodes(): Promise<void> {
    for (const { level, index, hash } of this.nodes.splice(0)) {
      const [row] = await this.sql<{ hash: Buffer }>(
        'SELECT hash FROM audit_node WHERE level = $1 AND node_index = $2',
        [level, index],
      );
      if (!row?.hash.equals(hash)) this.tell(finding('node-altered', 'audit-tables', { entry: `${level} / ${index}` }));
    }
  }

  /** A run of events in each other's places is one difference: its first tells. */
  private differ(
    index: number,
    what: Disagreement,
    event: StoredEvent,
    row: Difference['row'],
    chainFault: ChainFault | undefined,
  ): void {
    if (what === 'other-event' && this.lost) return;
    if (this.differences.length >= toldAtMost) return void this.untold++;
    const difference: Difference = { index, what, event, row, chainFault, verdict: 'not-signed' };
    // The other half of a swap that was told already.
    const isKnown = what === 'other-event' && this.differences.some((each) => each.event?.id === row!.id);
    if (!isKnown) this.differences.push(difference);
    if (what !== 'other-event') return;
    this.lost = difference;
    if (!isKnown) this.awaited.set(row!.id, difference);
  }

  private found(): void {
    if (this.lost) this.lost.realigned = true;
    this.lost = undefined;
  }

  private meet(event: StoredEvent): void {
    const difference = this.awaited.get(event.id);
    if (difference) difference.seenAt ??= event;
  }

  private chainFinding(event: StoredEvent, index: number, row: Difference['row'], fault: ChainFault): void {
    const isAltered = fault === 'altered';
    const found = isAltered
      ? alteration(event, index, row, false)
      : finding(fault, 'event-store', ofEvent(event, index));
    this.tell(found, this.fromStreams);
  }

  private async reachCheckpoints(): Promise<void> {
    while (this.upcoming?.checkpoint.size === this.events) {
      this.judge(this.upcoming);
      await this.nextCheckpoint();
    }
  }

  private judge({ checkpoint, where, entry }: FoundCheckpoint): void {
    const { size, root, places, signedAt } = checkpoint;
    const eventsFit = this.events === size && this.fromEvents.root().equals(root);
    const rowsFit = this.rowsComplete && this.rows === size && this.fromRows.root().equals(root);
    const placesOf = { events: this.places.events.equals(places), rows: this.places.rows.equals(places) };
    for (const difference of this.differences) {
      if (difference.verdict !== 'not-signed' || difference.index >= size) continue;
      const isPlace = difference.what === 'place';
      difference.verdict = verdictOf(
        isPlace ? rowsFit && placesOf.rows : rowsFit,
        isPlace ? eventsFit && placesOf.events : eventsFit,
      );
    }
    if (eventsFit) this.signed = size;
    if (eventsFit || rowsFit) this.settle(true);
    else if (this.differences.length === 0)
      this.contradicted ??= { size, after: this.signed, at: `${where}, ${entry}, ${signedAt}` };
  }

  /**
   * A checkpoint that neither events nor rows fit while the two agree: when a later one fits, this one is false; when none
   * does, events and rows were rewritten together.
   */
  private settle(laterOneFits: boolean): void {
    if (!this.contradicted) return;
    const { size, after, at } = this.contradicted;
    this.contradicted = undefined;
    const more: [string, string] = [
      `trong các sự kiện ${after + 1}–${size}; điểm kiểm tra ${at}`,
      `within events ${after + 1}–${size}; checkpoint ${at}`,
    ];
    if (laterOneFits) this.tell(finding('checkpoint-contradicts', 'event-store', { index: size - 1 }, more));
    else this.tell(finding('rewritten', 'event-store', { index: after }, more));
  }

  /** Rows behind the last event: what the store has lost. They still tell which checkpoints they fit. */
  private async readRemainingRows(storeWasReadable: boolean): Promise<void> {
    const start = this.events;
    for (let index = start; index < this.leaves.end; index++) {
      const row = await this.row(index);
      if (index === start && storeWasReadable && !this.lost) {
        const difference = { index, what: 'no-event' as const, event: undefined, row, chainFault: undefined };
        if (row) this.differences.push({ ...difference, verdict: 'rows-are-right' });
      }
      while (this.upcoming?.checkpoint.size === index + 1) {
        this.judge(this.upcoming);
        await this.nextCheckpoint();
      }
    }
  }

  /** Checkpoints of more events than either side has. */
  private async leftoverCheckpoints(): Promise<void> {
    const reached = Math.max(this.events, this.leaves.end);
    for (; this.upcoming; await this.nextCheckpoint()) {
      const { checkpoint, where, entry } = this.upcoming;
      const more = `${checkpoint.size} > ${reached}; ${checkpoint.signedAt}, ${entry}`;
      if (checkpoint.size > reached) {
        this.tell(finding('cut-off', 'event-store', { index: reached }, [`${where}: ${more}`, `${where}: ${more}`]));
        return;
      }
    }
  }

  private async explainAll(): Promise<void> {
    if (this.signed > this.leaves.end) this.tell(finding('leaf-removed', 'audit-tables', { index: this.leaves.end }));
    for (const difference of this.differences) {
      this.tell(await explain(this.sql, difference, this.leaves.end, this.lastRowSeen));
    }
  }

  private async nextCheckpoint(): Promise<void> {
    const step = await this.checkpoints.next();
    this.upcoming = step.done ? undefined : step.value;
    if (this.upcoming?.checkpoint.size === 0 && this.upcoming.checkpoint.root.equals(emptyRoot))
      await this.nextCheckpoint();
  }

  private tell(found: Finding, list = this.fromLog): void {
    if (list.length >= toldAtMost) this.untold++;
    else list.push(found);
  }
}

const verdictOf = (rowsFit: boolean, eventsFit: boolean): Verdict =>
  rowsFit ? 'rows-are-right' : eventsFit ? 'events-are-right' : 'neither';
