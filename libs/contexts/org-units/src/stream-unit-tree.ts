import type { EventStore, StoredEvent } from '#event-store';
import { EventRegistry, fold, rootUnitId, streamName, type DomainEvent, type Reader, type UnitTree } from '#kernel';
import { LRUCache } from 'lru-cache';
import { setTimeout as delay } from 'node:timers/promises';
import { lineage } from './unit/ancestors.js';
import { unitClosed, unitMoved, unitRecord, type UnitEvent } from './unit/unit.js';

/** Deeper than any tree of Party organisations: more means that two moves at the same moment made a ring. */
const maxDepth = 64;

interface Options {
  /** Units kept in memory; the whole country has about 300,000 cells. */
  readonly maxCached?: number;
  /** Pause before the subscription is tried again, in ms; it doubles up to a minute, with jitter from `random`. */
  readonly retryAfter?: number;
  /** Told of every break of the subscription; until it is back nothing is cached and every answer reads the streams. */
  readonly onBreak?: (error: unknown) => void;
  /** 0 ≤ x < 1. */
  readonly random?: () => number;
}

/**
 * The tree as the units' own streams tell it; a closed unit lies below the one that keeps its records. What was read once
 * is kept until the unit moves or is closed: a live subscription drops it. Between such an event and its arrival here
 * (milliseconds) an answer may still be the old one.
 */
export class StreamUnitTree implements UnitTree {
  private readonly above: LRUCache<string, string>;
  private readonly registry = new EventRegistry(unitRecord.events);
  private readonly stopping = new AbortController();
  private readonly watching: Promise<void>;
  private isWatched = false;
  /** Raised by every change and break: what was read before is not kept after. */
  private epoch = 0;

  constructor(
    private readonly store: EventStore,
    private readonly options: Options = {},
  ) {
    this.above = new LRUCache({ max: options.maxCached ?? 200_000 });
    this.watching = this.watch();
  }

  async contains(ancestorId: string, unitId: string, pending?: Reader): Promise<boolean> {
    if (ancestorId === rootUnitId || (await this.isBelow(ancestorId, unitId))) return true;
    return pending !== undefined && (await lineage(pending, unitId)).some((unit) => unit.unitId === ancestorId);
  }

  /** Ends the subscription. */
  async close(): Promise<void> {
    this.stopping.abort();
    await this.watching;
  }

  private async isBelow(ancestorId: string, unitId: string): Promise<boolean> {
    let at = unitId;
    for (let depth = 0; depth < maxDepth; depth++) {
      const above = await this.aboveOf(at);
      if (above === undefined) return false;
      if (at === ancestorId) return true;
      at = above;
    }
    return false;
  }

  /** Undefined when the unit is unknown, and for the root. */
  private async aboveOf(unitId: string): Promise<string | undefined> {
    if (unitId === rootUnitId) return undefined;
    const cached = this.above.get(unitId);
    if (cached !== undefined) return cached;
    const epoch = this.epoch;
    const events: UnitEvent[] = [];
    for await (const event of this.store.readStream(streamName(unitRecord, unitId))) events.push(this.today(event));
    const { aboveId } = fold(unitRecord, events);
    if (aboveId !== undefined && this.isWatched && epoch === this.epoch) this.above.set(unitId, aboveId);
    return aboveId;
  }

  private today({ type, data, metadata }: StoredEvent): UnitEvent {
    const event: DomainEvent = { type, data: this.registry.upcast(type, metadata.schemaVersion, data) };
    return event as unknown as UnitEvent;
  }

  private async watch(): Promise<void> {
    const { signal } = this.stopping;
    const { retryAfter = 250, random = () => 0.5, onBreak } = this.options;
    for (let pause = retryAfter; !signal.aborted; pause = Math.min(pause * 2, 60_000)) {
      try {
        await this.follow(() => (pause = retryAfter));
      } catch (error) {
        onBreak?.(error);
      } finally {
        this.isWatched = false;
        this.forget();
      }
      await delay(pause * (0.5 + random()), undefined, { signal }).catch(() => undefined);
    }
  }

  /** Runs until the subscription ends or breaks. Only changes after its start matter: nothing is cached before. */
  private async follow(onLive: () => void): Promise<void> {
    const { signal } = this.stopping;
    const after = await this.store.head();
    const types = [unitMoved.type, unitClosed.type];
    for await (const message of this.store.subscribe({ types, signal, ...(after ? { after } : {}) })) {
      if (message.kind === 'caught-up') {
        this.isWatched = true;
        onLive();
      }
      if (message.kind === 'event') this.forget(message.event.data['unitId'] as string);
    }
  }

  private forget(unitId?: string): void {
    this.epoch++;
    if (unitId === undefined) this.above.clear();
    else this.above.delete(unitId);
  }
}
