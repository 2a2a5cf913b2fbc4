import { EventRegistry, type RecordedEvent } from '#kernel';
import { recorded } from '#testing';
import { causeTree } from './cause-tree.js';
import { shown } from './event-row.js';

const registry = new EventRegistry([]);

/** An event of a command, which an event of another command led to, or nobody. */
function caused(id: string, commandId: string, causationId = commandId): RecordedEvent {
  const metadata = { commandId, command: commandId, $causationId: causationId };
  const [event] = recorded([{ type: 'spec.Happened', data: {} }], metadata, id);
  return { ...event!, id };
}

const tree = (events: readonly RecordedEvent[], hidden?: string) =>
  causeTree(events, (event) => (event.id === hidden ? null : shown(event, registry)));

describe('the tree of causes', () => {
  const merged = caused('merged', 'merge-units');
  const closed = caused('closed', 'close-unit', 'merged');
  const carried = caused('carried', 'carry-assignment', 'closed');

  it('leads from a person’s command through events to the commands of processes', () => {
    const [root, ...others] = tree([merged, closed, carried]);
    expect(others).toEqual([]);
    expect(root).toMatchObject({
      act: 'merge-units',
      causedBy: null,
      events: [{ event: { eventId: 'merged' }, ledTo: [{ act: 'close-unit', causedBy: 'merged' }] }],
    });
    expect(root!.events[0]!.ledTo[0]!.events[0]!.ledTo).toMatchObject([{ act: 'carry-assignment' }]);
  });

  it('keeps the events of one command together', () => {
    const [root] = tree([merged, caused('also merged', 'merge-units')]);
    expect(root!.events.map(({ event }) => event!.eventId)).toEqual(['merged', 'also merged']);
  });

  it('says that something was hidden, and shows what it led to', () => {
    const [root] = tree([merged, closed, carried], 'closed');
    const [hidden] = root!.events[0]!.ledTo;
    expect(hidden).toMatchObject({ act: null, events: [{ event: null, ledTo: [{ act: 'carry-assignment' }] }] });
  });

  it('ends on a ring, and puts what an unknown id caused at the top', () => {
    const ring = [caused('a', 'one', 'b'), caused('b', 'two', 'a')];
    expect(tree(ring)).toHaveLength(1);
    expect(tree([caused('c', 'three', 'from elsewhere')])).toMatchObject([{ causedBy: 'from elsewhere' }]);
  });
});
