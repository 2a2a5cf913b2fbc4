import type { StoredEvent } from '../log/stored-event.js';
import type { Matcher } from '../reading/event-filter.js';
import { matcherOf } from '../reading/event-filter.js';
import type { EventStore } from '../reading/event-store.js';
import type { GroupDefinition } from './settings.js';

/** The next thing of a group's source: an event to deliver, or only a place passed over. */
export interface SourceStep {
  readonly sequence: number;
  readonly event: StoredEvent | undefined;
  /** False for what $all never shows: a group's own checkpoints must not make it write the next one. */
  readonly counts: boolean;
}

/** What a group reads: its events in order, each with the number its checkpoints count by. */
export interface GroupSource {
  /** The step behind `after`, undefined at the end. */
  next(after: number): SourceStep | undefined;
  /** Text of a checkpoint, and back. */
  format(sequence: number): string;
  parse(checkpoint: string): number;
  /** The stream whose changes concern the group; undefined = any. */
  readonly watched: string | undefined;
  /** Number of the event before the first to be delivered when there is no checkpoint. */
  readonly beforeFirst: number;
}

export function sourceFor(store: EventStore, definition: GroupDefinition): GroupSource {
  return definition.stream === undefined
    ? new AllSource(store, definition)
    : new StreamSource(store, definition.stream, definition);
}

class StreamSource implements GroupSource {
  readonly beforeFirst: number;

  constructor(
    private readonly store: EventStore,
    readonly watched: string,
    { start, endAtCreation }: GroupDefinition,
  ) {
    this.beforeFirst = start === 'start' ? -1 : start === 'end' ? endAtCreation : Number(start.commit) - 1;
  }

  next(after: number): SourceStep | undefined {
    const state = this.store.streamState(this.watched);
    if (state.kind !== 'open') return undefined;
    const sequence = Math.max(after + 1, state.first);
    if (sequence > state.last) return undefined;
    const position = this.store.positionOf(state.head, sequence);
    return { sequence, event: position === undefined ? undefined : this.store.event(position), counts: true };
  }

  format(sequence: number): string {
    return String(sequence);
  }

  parse(checkpoint: string): number {
    return Number(checkpoint);
  }
}

class AllSource implements GroupSource {
  readonly watched = undefined;
  readonly beforeFirst: number;
  private readonly matches: Matcher;

  constructor(
    private readonly store: EventStore,
    { start, endAtCreation, filter }: GroupDefinition,
  ) {
    this.matches = matcherOf(filter);
    this.beforeFirst = start === 'start' ? 0 : start === 'end' ? endAtCreation : Number(start.commit) - 1;
  }

  next(after: number): SourceStep | undefined {
    const sequence = after + 1;
    const glance = this.store.glance(sequence);
    if (!glance) return undefined;
    if (glance.isHidden) return { sequence, event: undefined, counts: false };
    if (!this.matches(glance)) return { sequence, event: undefined, counts: true };
    return { sequence, event: this.store.event(sequence), counts: true };
  }

  format(sequence: number): string {
    return `C:${sequence}/P:${sequence}`;
  }

  parse(checkpoint: string): number {
    return Number(/^C:(\d+)\/P:\d+$/.exec(checkpoint)?.[1] ?? Number.NaN);
  }
}
