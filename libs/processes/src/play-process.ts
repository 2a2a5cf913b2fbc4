import type { RecordedEvent } from '#kernel';
import type { Message, Output, Process } from './process.js';

type Deadline = Omit<Extract<Output, { kind: 'deadline' }>, 'kind'>;

/** What a process wants after a history, in memory: the deadlines still set, all commands and letters in order. */
export interface Played {
  readonly commands: readonly { readonly act: string; readonly body: object }[];
  readonly deadlines: readonly Deadline[];
  readonly messages: readonly Message[];
  readonly notes: ReadonlyMap<string, ReadonlyMap<string, unknown>>;
}

/** The meaning of a process, without a database: specs look at this, and {@link ProcessWriter} must agree with it. */
export function playProcess(process: Process, events: readonly RecordedEvent[]): Played {
  const commands: { act: string; body: object }[] = [];
  const deadlines = new Map<string, Deadline>();
  const messages: Message[] = [];
  const notes = new Map<string, Map<string, unknown>>();
  for (const event of events) {
    const subject = process.recalls(event);
    for (const output of process.reactTo(event, subject === undefined ? undefined : notes.get(subject))) {
      if (output.kind === 'command') commands.push({ act: output.act, body: output.body });
      else if (output.kind === 'deadline') {
        const { key, dueAt, act, body } = output;
        deadlines.set(key, { key, dueAt, act, body });
      } else if (output.kind === 'clear') deadlines.delete(output.key);
      else if (output.kind === 'message') messages.push(output.message);
      else if (output.kind === 'forget') notes.get(output.subject)?.delete(output.item);
      else
        notes.set(
          output.subject,
          (notes.get(output.subject) ?? new Map<string, unknown>()).set(output.item, output.value),
        );
    }
  }
  return { commands, deadlines: [...deadlines.values()], messages, notes };
}
