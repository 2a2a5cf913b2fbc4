import type { RecordedEvent } from '#kernel';
import type { ShownEvent } from './event-row.js';

export interface EventNode {
  /** null: of a unit outside the reader's scope. */
  readonly event: ShownEvent | null;
  /** Commands that a process sent because of this event. */
  readonly ledTo: readonly CommandNode[];
}

export interface CommandNode {
  readonly commandId: string;
  /** null, like the act: nothing of it may be seen. */
  readonly act: string | null;
  /** Id of the event or command that led to it; null: a person's own doing. */
  readonly causedBy: string | null;
  readonly events: readonly EventNode[];
}

/**
 * Everything under one correlation id, from the commands that began it: a command leads to events, an event through a
 * process to commands. What an unknown id caused, and a ring, which only made-up ids could make, stands at the top.
 */
export function causeTree(
  events: readonly RecordedEvent[],
  show: (event: RecordedEvent) => ShownEvent | null,
): CommandNode[] {
  const commands = new Map<string, RecordedEvent[]>();
  for (const event of events) {
    const { commandId } = event.metadata;
    commands.set(commandId, [...(commands.get(commandId) ?? []), event]);
  }
  const eventIds = new Set(events.map(({ id }) => id));
  const causeOf = (commandId: string) => commands.get(commandId)![0]!.metadata.$causationId;
  const placed = new Set<string>();

  const commandNode = (commandId: string): CommandNode => {
    placed.add(commandId);
    const own = commands.get(commandId)!;
    const nodes = own.map((event) => ({ event: show(event), ledTo: commandsOf(event.id) }));
    const cause = causeOf(commandId);
    const act = nodes.some(({ event }) => event) ? own[0]!.metadata.command : null;
    return { commandId, act, causedBy: cause === commandId ? null : cause, events: nodes };
  };
  const commandsOf = (eventId: string): CommandNode[] =>
    [...commands.keys()].filter((id) => causeOf(id) === eventId && !placed.has(id)).map(commandNode);

  const roots = [...commands.keys()].filter((id) => !eventIds.has(causeOf(id))).map(commandNode);
  for (const commandId of commands.keys()) if (!placed.has(commandId)) roots.push(commandNode(commandId));
  return roots;
}
