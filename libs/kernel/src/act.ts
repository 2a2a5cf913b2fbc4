import type { Aggregate } from './aggregate.js';
import type { AnyEventDefinition, EventOf } from './event.js';
import type { LocalDate } from './local-date.js';
import type { Actor, DecisionRef, EventLink, Role } from './metadata.js';

/** What comes with a command and is not in its body. Made by the gateway (HTTP, import, process manager). */
export interface Envelope {
  /** Made by the client, so that a retry is known as one. */
  readonly commandId: string;
  readonly correlationId: string;
  /** Id of the event or command that led to this one; the command itself when nothing did. */
  readonly causationId: string;
  readonly actor: Actor;
  /** ISO instant at which the command was received. */
  readonly receivedAt: string;
  /** Revision the client saw (`If-Match`); a conflict is then answered, not retried. */
  readonly expectedRevision?: number;
  /** Set when the command carries out an approved correction; ends in the metadata of its events. */
  readonly correction?: {
    readonly id: string;
    readonly corrects: EventLink;
    /** Of the wrong event: what corrects a fact holds from the same day, unless the command says otherwise. */
    readonly effectiveAt: string;
  };
}

/**
 * Body of a command. Subclasses declare validated fields. Fields with these names mean the same in every command
 * and end in the metadata of its events: `decision`, `reason`, `effectiveAt`, `enteredFor`.
 */
export abstract class Command {
  /** Set by the gateway, refused in a body. */
  envelope!: Envelope;
}

export interface CommandMetadataFields {
  readonly decision?: DecisionRef;
  readonly reason?: string;
  /** ISO date from which the fact holds; the day of receipt when left out. */
  readonly effectiveAt?: string;
  readonly enteredFor?: string;
}

/** Reads the present state of other aggregates, from their streams: never stale at the time of reading. */
export interface Reader {
  state<State, Events extends readonly AnyEventDefinition[]>(of: Aggregate<State, Events>, id: string): Promise<State>;
  /** What an event says about itself, without its data; undefined: no such event. */
  origin(stream: string, revision: number): Promise<EventOrigin | undefined>;
}

/** Which event it is, who entered it and when. */
export interface EventOrigin extends EventLink {
  readonly type: string;
  readonly actor: Actor;
  /** ISO instant. */
  readonly recordedAt: string;
  /** ISO date or instant from which the fact holds. */
  readonly effectiveAt: string;
  /** The unit that its data name, if they do. */
  readonly unitId: string | undefined;
}

/** All that a decision may know besides the command and the state. Clock and chance come in here, already read. */
export interface DecisionContext<Facts = undefined> {
  readonly facts: Facts;
  readonly actor: Actor;
  readonly commandId: string;
  /** Day of receipt in Vietnam. */
  readonly today: LocalDate;
}

export type Decide<C, State, Event, Facts = undefined> = (
  command: C,
  state: State,
  context: DecisionContext<Facts>,
) => readonly Event[];

/**
 * One thing a user can do: its body, who may do it, where, and the decision. Everything a reader needs to judge the
 * act stands in one file, named as the act and as its URL: `POST /api/commands/<name>`.
 */
export interface Act<
  C extends Command = Command,
  State = unknown,
  Events extends readonly AnyEventDefinition[] = readonly AnyEventDefinition[],
  Facts = undefined,
> {
  readonly name: string;
  /** One line in the glossary's words, for the API page. */
  readonly summary: { readonly vi: string; readonly en: string };
  readonly command: new () => C;
  readonly aggregate: Aggregate<State, Events>;
  readonly roles: readonly Role[];
  /** Id of the stream that the command changes. */
  readonly id: (command: C, envelope: Envelope) => string;
  /**
   * Set when the command usually starts its stream: the first attempt then appends without reading. The decision
   * still sees the real state when the stream exists.
   */
  readonly creates?: boolean;
  /** The unit on whose behalf this is done; it must lie in the actor's subtree. Undefined: the decision will refuse. */
  readonly unit: (command: C, state: State) => string | undefined;
  /** The day on which the fact happened or from which it holds, when the command says so in a field of its own. */
  readonly effectiveAt?: (command: C, state: State) => LocalDate | undefined;
  /** Reads what the decision must know of other aggregates. */
  readonly facts?: (command: C, state: State, read: Reader) => Promise<Facts>;
  readonly decide: Decide<C, State, EventOf<Events>, Facts>;
}

/** Declares an act; exists so that the types of its parts are inferred from each other. */
export const act = <C extends Command, State, const Events extends readonly AnyEventDefinition[], Facts = undefined>(
  definition: Act<C, State, Events, Facts>,
): Act<C, State, Events, Facts> => definition;

// eslint-disable-next-line @typescript-eslint/no-explicit-any -- a list of unlike acts has no other type: `decide` is contravariant
export type AnyAct = Act<any, any, any, any>;
