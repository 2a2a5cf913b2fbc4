import { type AggregateStore, WrongExpectedRevisionError, type Loaded } from '#event-store';
import {
  canonicalJson,
  dateOf,
  DomainError,
  forbidden,
  streamName,
  fold,
  type Aggregate,
  type AnyAct,
  type Command,
  type CommandMetadataFields,
  type DomainEvent,
  type Envelope,
  type EventMetadata,
  type EventOrigin,
  type Reader,
  type UnitTree,
} from '#kernel';
import type { Receipt } from './receipt.js';
import { Turns } from './turns.js';

/** Appends that lose against others this often in a row are given up; each round reads the stream anew. */
const maxAttempts = 20;

/** Keyed digest of a command's body (hex). Keyed, because a plain hash of a phone number can be guessed. */
export type CommandDigest = (text: string) => string;

/**
 * The one write loop: read → evolve → decide → append at the revision read. The first attempt may use a cached state:
 * if that was stale the append fails or the refusal is looked at again on the fresh state, so no answer is ever given
 * on a stale one. Commands of this process for one stream take turns; those of other processes are met at the append.
 */
export class CommandExecutor {
  private readonly turns = new Turns();

  constructor(
    private readonly aggregates: AggregateStore,
    private readonly units: UnitTree,
    private readonly digest: CommandDigest,
  ) {}

  /** @throws DomainError for every refusal; EventStoreUnavailableError when the outcome is unknown: send it again. */
  async execute(act: AnyAct, command: Command): Promise<Receipt> {
    const { envelope } = command;
    this.checkRole(act, envelope);
    const id = act.id(command, envelope);
    return this.turns.take(streamName(act.aggregate, id), () => this.carryOut(act, command, id));
  }

  private async carryOut(act: AnyAct, command: Command, id: string): Promise<Receipt> {
    const { envelope } = command;
    const digest = digestOf(command, this.digest);
    let loaded =
      this.aggregates.cached(act.aggregate, id) ?? (act.creates ? this.aggregates.empty(act.aggregate) : null);
    for (let attempt = 0; attempt < maxAttempts; attempt++) {
      const isFresh = loaded === null;
      loaded ??= await this.aggregates.fresh(act.aggregate, id);
      const replay = this.replay(act, command, id, loaded, digest);
      if (replay) return replay;
      let events: readonly DomainEvent[];
      try {
        events = await this.decide(act, command, loaded, this.aggregates);
      } catch (error) {
        if (isFresh || !(error instanceof DomainError)) throw error;
        loaded = null;
        continue;
      }
      if (events.length === 0) {
        if (isFresh) return unchanged(act, envelope, id, loaded);
        loaded = null;
        continue;
      }
      try {
        const appended = await this.aggregates.append(act.aggregate, id, loaded, {
          events,
          metadata: metadataOf(act, command, loaded.state, digest),
        });
        return {
          commandId: envelope.commandId,
          stream: streamName(act.aggregate, id),
          revision: appended.revision,
          position: appended.position,
          events: appended.events.map(({ id: eventId, type }, index) => ({
            id: eventId,
            type,
            revision: appended.revision - appended.events.length + 1 + index,
          })),
          replayed: false,
        };
      } catch (error) {
        if (!(error instanceof WrongExpectedRevisionError)) throw error;
        loaded = null;
      }
    }
    throw new DomainError('command.contended', { stream: streamName(act.aggregate, id), attempts: maxAttempts });
  }

  /** Begins a dry run: commands are decided as if those before them had been carried out; nothing is written. */
  rehearsal(): Rehearsal {
    return new Rehearsal(this.aggregates, (act, command, loaded, reader) => {
      this.checkRole(act, command.envelope);
      return this.decide(act, command, loaded, reader);
    });
  }

  private checkRole(act: AnyAct, { actor }: Envelope): void {
    if (actor.role !== 'system' && !act.roles.includes(actor.role)) {
      throw forbidden('command.role-not-allowed', { act: act.name, role: actor.role, allowed: act.roles });
    }
  }

  private async decide(
    act: AnyAct,
    command: Command,
    loaded: Loaded<unknown>,
    reader: Reader,
  ): Promise<readonly DomainEvent[]> {
    const { actor, commandId, expectedRevision, receivedAt } = command.envelope;
    const unitId = act.unit(command, loaded.state);
    const pending = reader instanceof Rehearsal ? reader : undefined;
    if (unitId !== undefined && !(await this.units.contains(actor.unitId, unitId, pending))) {
      throw forbidden('command.outside-scope', { unitId });
    }
    if (expectedRevision !== undefined && expectedRevision !== loaded.revision) {
      throw new DomainError(
        'command.stale-version',
        { expected: expectedRevision, actual: loaded.revision },
        'version',
      );
    }
    const facts: unknown = await act.facts?.(command, loaded.state, reader);
    const context = { facts, actor, commandId, today: dateOf(receivedAt) };
    const events = act.decide(command, loaded.state, context) as readonly DomainEvent[];
    if (unitId === undefined && events.length > 0) {
      throw new Error(`act "${act.name}" changed something without naming a unit: nobody's scope was checked`);
    }
    return events;
  }

  private replay(
    act: AnyAct,
    { envelope: { commandId } }: Command,
    id: string,
    loaded: Loaded<unknown>,
    digest: string,
  ): Receipt | undefined {
    const trace = loaded.commands.get(commandId);
    if (!trace) return undefined;
    if (trace.command !== act.name || trace.digest !== digest) {
      throw new DomainError('command.id-reused', { commandId, firstUsedFor: trace.command }, 'field');
    }
    const { revision, position, events } = trace;
    return { commandId, stream: streamName(act.aggregate, id), revision, position, events, replayed: true };
  }
}

type DecideOn = (
  act: AnyAct,
  command: Command,
  loaded: Loaded<unknown>,
  reader: Reader,
) => Promise<readonly DomainEvent[]>;

/** What a command would write, and where. */
export interface RehearsedCommand {
  readonly stream: string;
  /** Of the stream before the command. */
  readonly revision: number;
  readonly events: readonly DomainEvent[];
  /** Of each of the events. */
  readonly metadata: Omit<EventMetadata, 'chain' | 'schemaVersion'>;
  /** The command was carried out before. */
  readonly replayed: boolean;
}

/** Decides many commands on top of each other without writing, so that a file can be checked as a whole. */
export class Rehearsal implements Reader {
  private readonly overlay = new Map<string, Loaded<unknown>>();

  constructor(
    private readonly aggregates: AggregateStore,
    private readonly decideOn: DecideOn,
  ) {}

  /** What the command would cause; nothing when it was carried out before. @throws DomainError as the command would. */
  async execute(act: AnyAct, command: Command): Promise<RehearsedCommand> {
    const id = act.id(command, command.envelope);
    const aggregate = act.aggregate as Aggregate<unknown>;
    const stream = streamName(aggregate, id);
    const loaded = await this.load(aggregate, id);
    const replayed = loaded.commands.has(command.envelope.commandId);
    const events = replayed ? [] : await this.decideOn(act, command, loaded, this);
    const state = fold(aggregate, events, loaded.state);
    this.overlay.set(stream, { ...loaded, state, revision: loaded.revision + events.length });
    const metadata = metadataOf(act, command, loaded.state, '');
    return { stream, revision: loaded.revision, events, metadata, replayed };
  }

  origin(stream: string, revision: number): Promise<EventOrigin | undefined> {
    return this.aggregates.origin(stream, revision);
  }

  async state<State>(of: Parameters<Reader['state']>[0], id: string): Promise<State> {
    return (await this.load(of, id)).state as State;
  }

  private async load(of: Parameters<Reader['state']>[0], id: string): Promise<Loaded<unknown>> {
    return this.overlay.get(streamName(of, id)) ?? (await this.aggregates.fresh(of, id));
  }
}

function bodyOf(command: Command): Omit<Command, 'envelope'> {
  const { envelope: _, ...body } = command;
  return body;
}

/** By which a retry is told from another command under the same id. */
export const digestOf = (command: Command, digest: CommandDigest): string => digest(canonicalJson(bodyOf(command)));

/** What stands beside each event of a command. `state`: before it. */
export function metadataOf(
  act: AnyAct,
  command: Command,
  state: unknown,
  commandDigest: string,
): Omit<EventMetadata, 'chain' | 'schemaVersion'> {
  const { actor, causationId, commandId, correction, correlationId, receivedAt } = command.envelope;
  const { decision, effectiveAt, enteredFor, reason } = command as CommandMetadataFields;
  return {
    $correlationId: correlationId,
    $causationId: causationId,
    commandId,
    command: act.name,
    commandDigest,
    actor: enteredFor === undefined ? actor : { ...actor, enteredFor },
    recordedAt: receivedAt,
    effectiveAt: effectiveAt ?? act.effectiveAt?.(command, state) ?? correction?.effectiveAt ?? dateOf(receivedAt),
    ...(decision === undefined ? {} : { decision }),
    ...(reason === undefined ? {} : { reason }),
    ...(correction === undefined ? {} : { corrects: correction.corrects, correction: correction.id }),
  };
}

const unchanged = (act: AnyAct, { commandId }: Envelope, id: string, loaded: Loaded<unknown>): Receipt => ({
  commandId,
  stream: streamName(act.aggregate, id),
  revision: loaded.revision,
  position: undefined,
  events: [],
  replayed: false,
});
