import type { AnyEventDefinition, RecordedEvent } from '#kernel';
import type { RecordedOf } from '#projections';

/** What a process remembers about one subject (an issue, a unit): values by item. Plain JSON. */
export type Notes = ReadonlyMap<string, unknown>;

/** A letter that somebody is to get. Plain text, without personal data: it is kept in clear. */
export interface Message {
  /** Whoever it is for: the id of a cadre or of an account. The address is looked up when it is sent. */
  readonly recipientId: string;
  /** Id of what it is about, e.g. an issue. */
  readonly about: string;
  /** Readers of this unit's subtree see that it was sent. */
  readonly unitId: string;
  readonly subject: string;
  readonly body: string;
}

/** What a process may do. Collected while it reacts, written with its checkpoint, carried out afterwards. */
export interface Outputs {
  /** Carried out at once, with the role `system`. */
  command(act: string, body: object): void;
  /**
   * A command that is carried out at an instant (ISO) unless its key is set again or cleared before. One that lies in
   * the past already when the event was recorded is left out: nobody could have met it.
   */
  deadline(key: string, dueAt: string, act: string, body: object): void;
  clear(key: string): void;
  message(message: Message): void;
  note(subject: string, item: string, value: unknown): void;
  forget(subject: string, item: string): void;
}

export type Output =
  | { readonly kind: 'command'; readonly act: string; readonly body: object }
  | {
      readonly kind: 'deadline';
      readonly key: string;
      readonly dueAt: string;
      readonly act: string;
      readonly body: object;
    }
  | { readonly kind: 'clear'; readonly key: string }
  | { readonly kind: 'message'; readonly message: Message }
  | { readonly kind: 'note'; readonly subject: string; readonly item: string; readonly value: unknown }
  | { readonly kind: 'forget'; readonly subject: string; readonly item: string };

interface Reaction {
  readonly recall: ((event: RecordedEvent) => string) | undefined;
  readonly react: (event: RecordedEvent, out: Outputs, notes: Notes) => void;
}

const nothing: Notes = new Map();

/**
 * A process manager: for each event type, what follows from it. Pure: it holds no connection and reads no clock; what
 * it must know of earlier events it has noted itself.
 */
export class Process {
  private readonly reactions = new Map<string, Reaction>();

  /** `name` is stored, and part of the ids of all that the process causes: never changed. */
  constructor(readonly name: string) {}

  on<Definition extends AnyEventDefinition>(
    definition: Definition,
    react: (event: RecordedOf<Definition>, out: Outputs, notes: Notes) => void,
    /** The subject whose notes `react` needs. Left out: it gets none. */
    recall?: (event: RecordedOf<Definition>) => string,
  ): this {
    if (this.reactions.has(definition.type)) {
      throw new TypeError(`process "${this.name}" handles "${definition.type}" twice`);
    }
    this.reactions.set(definition.type, { react, recall } as Reaction);
    return this;
  }

  get eventTypes(): readonly string[] {
    return [...this.reactions.keys()];
  }

  /** Subject of the notes that the reaction to this event needs. */
  recalls(event: RecordedEvent): string | undefined {
    return this.reactions.get(event.type)?.recall?.(event);
  }

  /** What follows from an event, in order. */
  reactTo(event: RecordedEvent, notes: Notes = nothing): readonly Output[] {
    const outputs: Output[] = [];
    const recordedAt = Date.parse(event.metadata.recordedAt);
    const out: Outputs = {
      command: (act, body) => outputs.push({ kind: 'command', act, body }),
      deadline: (key, dueAt, act, body) => {
        const due = Date.parse(dueAt);
        // Left alone, it would count as passed, and nobody would miss the deadline.
        if (Number.isNaN(due)) throw new TypeError(`"${dueAt}" is no instant for the deadline "${key}"`);
        outputs.push(due > recordedAt ? { kind: 'deadline', key, dueAt, act, body } : { kind: 'clear', key });
      },
      clear: (key) => outputs.push({ kind: 'clear', key }),
      message: (message) => outputs.push({ kind: 'message', message }),
      note: (subject, item, value) => outputs.push({ kind: 'note', subject, item, value }),
      forget: (subject, item) => outputs.push({ kind: 'forget', subject, item }),
    };
    this.reactions.get(event.type)?.react(event, out, notes);
    return outputs;
  }
}

/**
 * Declares a process:
 *
 *     export const issueDeadlines = process('issue-deadlines')
 *       .on(issueAccepted, ({ data }, out) => out.deadline(data.issueId, endOf(data.dueOn), 'mark-issue-overdue', { … }));
 */
export const process = (name: string): Process => new Process(name);
