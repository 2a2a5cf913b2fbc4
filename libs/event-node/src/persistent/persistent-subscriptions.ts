import { randomUUID } from 'node:crypto';
import type { EventStore } from '../reading/event-store.js';
import { Expected } from '../streams/expected.js';
import type { Staging } from '../streams/staging.js';
import { metadataStreamOf } from '../streams/stream-metadata.js';
import { append, metadataEvent, softDelete } from '../streams/stream-writes.js';
import type { Writer } from '../streams/writer.js';
import type { Consumer } from './consumer.js';
import { groupDoesNotExist, groupDropped, groupExists } from './group-errors.js';
import { PersistentGroup } from './persistent-group.js';
import type { GroupDefinition } from './settings.js';
import { checkpointStream, groupKey, parkedStream, sourceOf } from './settings.js';

const CONFIG_STREAM = '$persistentSubscriptionConfig';
const TICK_MS = 1_000;
const NOTHING = Buffer.alloc(0);

/** A definition as the client gives it; where "end" is, is known when it is written. */
export type NewGroup = Omit<GroupDefinition, 'endAtCreation'>;

/** All groups of the node, kept in `$persistentSubscriptionConfig` and loaded from there at start. */
export class PersistentSubscriptions {
  private readonly groups = new Map<string, PersistentGroup>();
  private readonly timer: NodeJS.Timeout;

  constructor(
    private readonly store: EventStore,
    private readonly writer: Writer,
    private readonly onError: (error: Error) => void,
  ) {
    for (const definition of this.loadConfig()) this.open(definition);
    this.timer = setInterval(() => {
      for (const group of this.groups.values()) group.tick();
    }, TICK_MS);
    this.timer.unref();
  }

  get(source: string, group: string): PersistentGroup {
    const found = this.groups.get(groupKey(source, group));
    if (!found) throw groupDoesNotExist(source, group);
    return found;
  }

  /** Ordered by source; of one source when given. */
  list(source?: string): PersistentGroup[] {
    const all = [...this.groups.values()].filter((group) => !source || sourceOf(group.definition) === source);
    if (source && all.length === 0) throw groupDoesNotExist(source, '');
    return all.toSorted((a, b) => compare(sourceOf(a.definition), sourceOf(b.definition)));
  }

  async create(definition: NewGroup): Promise<void> {
    const source = sourceOf(definition as GroupDefinition);
    const key = groupKey(source, definition.group);
    if (this.groups.has(key)) throw groupExists(source, definition.group);
    let opened: PersistentGroup | undefined;
    try {
      await this.writer.submit(0, (staging) => {
        if (this.groups.has(key)) throw groupExists(source, definition.group);
        // Registered before its configuration is written: an unfiltered group on $all sees that very event.
        opened = this.open({ ...definition, endAtCreation: endOf(staging, definition.stream) });
        this.writeConfig(staging);
      });
    } catch (error) {
      if (opened) this.groups.delete(key);
      throw error;
    }
  }

  /** Replaces all but the filter; connected clients are dropped. */
  async update(definition: NewGroup): Promise<void> {
    const current = this.get(sourceOf(definition as GroupDefinition), definition.group);
    const { filter } = current.definition;
    const next = await this.writer.submit(0, (staging) => {
      const changed = { ...definition, ...(filter && { filter }), endAtCreation: endOf(staging, definition.stream) };
      this.writeConfig(staging, new Map([[current.key, changed]]));
      return changed;
    });
    await current.stop(dismiss(current));
    this.open(next);
  }

  /** Clients are dropped; the checkpoint and the parked messages are deleted. */
  async delete(source: string, name: string): Promise<void> {
    const group = this.get(source, name);
    this.groups.delete(group.key);
    await group.stop(dismiss(group));
    await this.writer.submit(0, (staging) => {
      for (const stream of [checkpointStream(group.key), parkedStream(group.key)]) {
        if (staging.head(stream)) softDelete(staging, stream, Expected.ANY);
      }
      this.writeConfig(staging);
    });
  }

  /** Drops every client and starts all groups anew from their checkpoints. */
  async restart(): Promise<void> {
    for (const group of [...this.groups.values()]) {
      await group.stop(dismiss(group));
      this.open(group.definition);
    }
  }

  async stop(): Promise<void> {
    clearInterval(this.timer);
    for (const group of this.groups.values()) await group.stop(() => undefined);
  }

  private open(definition: GroupDefinition): PersistentGroup {
    const group = new PersistentGroup(this.store, this.writer, definition, this.onError);
    this.groups.set(group.key, group);
    return group;
  }

  private writeConfig(staging: Staging, changed = new Map<string, GroupDefinition>()): void {
    const entries = [...this.groups.values()].map((group) => changed.get(group.key) ?? group.definition);
    const data = Buffer.from(JSON.stringify({ version: '2', updated: new Date().toISOString(), entries }));
    if (!staging.head(CONFIG_STREAM)) {
      append(staging, metadataStreamOf(CONFIG_STREAM), Expected.ANY, [metadataEvent('{"$maxCount":2}')]);
    }
    const event = { id: randomUUID(), type: '$PersistentConfig', isJson: true, data, metadata: NOTHING };
    append(staging, CONFIG_STREAM, Expected.ANY, [event]);
  }

  private loadConfig(): GroupDefinition[] {
    const state = this.store.streamState(CONFIG_STREAM);
    const newest = state.kind === 'open' ? this.store.event(state.head.lastPosition) : undefined;
    if (!newest) return [];
    return (JSON.parse(newest.data.toString('utf8')) as { entries: GroupDefinition[] }).entries;
  }
}

const dismiss =
  ({ definition }: PersistentGroup) =>
  (consumer: Consumer): void =>
    consumer.call.fail(groupDropped(sourceOf(definition), definition.group));

function endOf(staging: Staging, stream: string | undefined): number {
  return stream === undefined ? staging.lastPosition : (staging.head(stream)?.last ?? -1);
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
