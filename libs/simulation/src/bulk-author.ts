import { WrongExpectedRevisionError, type AggregateStore, type Decision, type Loaded } from '#event-store';
import {
  dateOf,
  DomainError,
  fold,
  streamName,
  type Actor,
  type Aggregate,
  type AnyAct,
  type Command,
  type DomainEvent,
  type Reader,
} from '#kernel';
import { validateBody } from '#platform';
import { digestOf, metadataOf, type CommandDigest } from '#platform/commands';
import { LRUCache } from 'lru-cache';

/** One command of a history that is made up. */
export interface Told {
  readonly act: string;
  readonly body: Readonly<Record<string, unknown>>;
  readonly actor: Actor;
  /** Always the same for the same step of the same history. */
  readonly commandId: string;
  /** Begins a stream of its own: it is taken to be empty, and read only if that turns out wrong. */
  readonly begins?: true;
  /** Refusals that mean "it is there already", e.g. a real unit that somebody registered before. */
  readonly unless?: readonly string[];
}

/** A step that an act refused: a fault of the simulation, never passed over. */
export class ToldWronglyError extends Error {
  override readonly name = 'ToldWronglyError';

  constructor(
    readonly told: Told,
    override readonly cause: DomainError,
  ) {
    const why = JSON.stringify([cause.details, ...cause.fields]);
    super(`${told.act} was refused: ${cause.code} ${why} for ${JSON.stringify(told.body)}`);
  }
}

interface Pending {
  readonly aggregate: Aggregate<unknown>;
  readonly id: string;
  readonly before: Loaded<unknown>;
  state: unknown;
  readonly decisions: Decision[];
  readonly told: Told[];
}

/** Appends under way at once: enough for the store to write them in groups. */
const appendsAtOnce = 128;
const streamsKept = 100_000;

/**
 * Carries out many commands by their acts, as the one write loop does, but decides those of one stream in memory and
 * appends them together: a meeting with its turnout and attendance is one append. Nothing is read that this process
 * wrote itself. The expected revision finds out when somebody else wrote a stream, or an earlier run of the same history
 * that was stopped: then the stream is read, and what it holds already is left out by its command ids.
 */
export class BulkAuthor implements Reader {
  private readonly written = new LRUCache<string, Loaded<unknown>>({ max: streamsKept });
  private pending = new Map<string, Pending>();

  constructor(
    private readonly aggregates: AggregateStore,
    private readonly acts: ReadonlyMap<string, AnyAct>,
    private readonly digest: CommandDigest,
    private readonly now: () => Date,
  ) {}

  /** Decides on top of all that was told before; stands in the store after {@link write}. @throws ToldWronglyError */
  async tell(told: Told): Promise<void> {
    const act = this.actOf(told);
    const command = this.commandOf(told, act);
    const id = act.id(command, command.envelope);
    const stream = streamName(act.aggregate, id);
    const pending =
      this.pending.get(stream) ?? (await this.begin(act, id, stream, told.begins ?? act.creates ?? false));
    // An earlier run got as far as this.
    if (pending.before.commands.has(told.commandId)) return;
    const events = await this.decide(told, act, command, pending.state);
    if (events.length === 0) return;
    pending.decisions.push({
      events,
      metadata: metadataOf(act, command, pending.state, digestOf(command, this.digest)),
    });
    pending.told.push(told);
    pending.state = fold(pending.aggregate, events, pending.state);
    this.pending.set(stream, pending);
  }

  /** Appends all that was told since the last time. Durable when it resolves. @returns the number of events */
  async write(): Promise<number> {
    const streams = [...this.pending.values()];
    // Kept until all is written, so that what is decided anew below sees its neighbours.
    let next = 0;
    let events = 0;
    const work = async (): Promise<void> => {
      while (next < streams.length) {
        const count = await this.append(streams[next++]!);
        events += count;
      }
    };
    await Promise.all(Array.from({ length: Math.min(appendsAtOnce, streams.length) }, work));
    this.pending = new Map();
    return events;
  }

  async state<State>(of: Parameters<Reader['state']>[0], id: string): Promise<State> {
    const stream = streamName(of, id);
    const pending = this.pending.get(stream);
    if (pending) return pending.state as State;
    return (await this.load(of, id, stream)).state as State;
  }

  origin(stream: string, revision: number): ReturnType<Reader['origin']> {
    return this.aggregates.origin(stream, revision);
  }

  private async begin(act: AnyAct, id: string, stream: string, isNew: boolean): Promise<Pending> {
    const aggregate = act.aggregate as Aggregate<unknown>;
    const known = this.written.get(stream);
    const before = known ?? (isNew ? this.aggregates.empty(aggregate) : await this.load(aggregate, id, stream));
    return { aggregate, id, before, state: before.state, decisions: [], told: [] };
  }

  private async load(of: Parameters<Reader['state']>[0], id: string, stream: string): Promise<Loaded<unknown>> {
    const known = this.written.get(stream);
    if (known) return known;
    const loaded = await this.aggregates.fresh(of as Aggregate<unknown>, id);
    this.written.set(stream, loaded);
    return loaded;
  }

  private async append({ aggregate, id, before, decisions, told }: Pending): Promise<number> {
    try {
      const { loaded } = await this.aggregates.append(aggregate, id, before, ...decisions);
      this.written.set(streamName(aggregate, id), loaded);
      return loaded.revision - before.revision;
    } catch (error) {
      if (!(error instanceof WrongExpectedRevisionError)) throw error;
      return this.appendMissing(aggregate, id, told);
    }
  }

  /** Somebody wrote this stream before: what is not there yet is decided anew on what is. */
  private async appendMissing(aggregate: Aggregate<unknown>, id: string, told: readonly Told[]): Promise<number> {
    const before = await this.aggregates.fresh(aggregate, id);
    const missing = told.filter(({ commandId }) => !before.commands.has(commandId));
    let { state } = before;
    const decisions: Decision[] = [];
    for (const each of missing) {
      const act = this.actOf(each);
      const command = this.commandOf(each, act);
      const events = await this.decide(each, act, command, state);
      if (events.length === 0) continue;
      decisions.push({ events, metadata: metadataOf(act, command, state, digestOf(command, this.digest)) });
      state = fold(aggregate, events, state);
    }
    const loaded =
      decisions.length === 0 ? before : (await this.aggregates.append(aggregate, id, before, ...decisions)).loaded;
    this.written.set(streamName(aggregate, id), loaded);
    return loaded.revision - before.revision;
  }

  private async decide(told: Told, act: AnyAct, command: Command, state: unknown): Promise<readonly DomainEvent[]> {
    const { actor, commandId, receivedAt } = command.envelope;
    try {
      const facts: unknown = await act.facts?.(command, state, this);
      const today = dateOf(receivedAt);
      return act.decide(command, state, { facts, actor, commandId, today }) as readonly DomainEvent[];
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      if (told.unless?.includes(error.code)) return [];
      throw new ToldWronglyError(told, error);
    }
  }

  private actOf({ act: name }: Told): AnyAct {
    const act = this.acts.get(name);
    if (!act) throw new Error(`there is no act "${name}"`);
    return act;
  }

  private commandOf({ actor, body, commandId }: Told, act: AnyAct): Command {
    const envelope = {
      commandId,
      correlationId: commandId,
      causationId: commandId,
      actor,
      receivedAt: this.now().toISOString(),
    };
    if (!act.roles.includes(actor.role)) throw new Error(`the role ${actor.role} may not ${act.name}`);
    return Object.assign(validateBody<Command>(act.command as new () => Command, body), { envelope });
  }
}
