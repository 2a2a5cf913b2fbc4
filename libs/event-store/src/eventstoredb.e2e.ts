import { startEventNode } from '#event-node';
import { aggregate, derivedId, event, EventRegistry, shape, type EventMetadata, type FieldCipher } from '#kernel';
import { AggregateStore } from './aggregate-store.js';
import { EventCodec } from './event-codec.js';
import { EventStoreUnavailableError, WrongExpectedRevisionError } from './event-store.js';
import { eventStoreContract, someEvent } from './event-store.contract.js';
import { connectEventStore } from './eventstoredb.js';

describe('EventStoreDB over gRPC', () => {
  let node: Awaited<ReturnType<typeof startEventNode>>;
  beforeAll(async () => {
    node = await startEventNode({ data: 'memory', port: 0 });
  });
  afterAll(() => node.stop());

  describe('by the client', () => {
    eventStoreContract(() => Promise.resolve(connectEventStore(node.connectionString)));
  });

  it('never takes an earlier attempt of a command, recorded at another time, for the present one', async () => {
    const opened = event('spec.Opened', shape<{ place: string }>());
    const place = aggregate({ name: 'place', events: [opened], initialState: null, evolve: () => null });
    const cipher: FieldCipher = { seal: (_, data) => Promise.resolve(data), open: (_, data) => Promise.resolve(data) };
    const store = connectEventStore(node.connectionString);
    const attempt = (recordedAt: string) => {
      const aggregates = new AggregateStore(store, new EventCodec(new EventRegistry([opened]), cipher));
      const metadata = { commandId: derivedId('e2e', 'once'), recordedAt } as EventMetadata;
      return aggregates.append(place, 'once', aggregates.empty(place), {
        events: [opened({ place: 'Ấp 3' })],
        metadata,
      });
    };
    await attempt('2024-08-29T02:00:00.000Z');
    await expect(attempt('2024-08-29T02:00:07.000Z')).rejects.toThrow(WrongExpectedRevisionError);
    await store.close();
  });

  it('says that the store is unavailable when nobody answers, or when the address is nonsense', async () => {
    const gone = await startEventNode({ data: 'memory', port: 0 });
    const store = connectEventStore(gone.connectionString);
    await store.append(`gone-${derivedId('e2e', 'gone')}`, [someEvent()], 'no-stream');
    await gone.stop();
    await expect(store.append('gone-2', [someEvent()], 'no-stream')).rejects.toThrow(EventStoreUnavailableError);
    await expect(store.head()).rejects.toThrow(EventStoreUnavailableError);
    const following = async (): Promise<void> => {
      for await (const message of store.subscribe({ signal: new AbortController().signal })) void message;
    };
    await expect(following()).rejects.toThrow(EventStoreUnavailableError);
    await store.close();
    expect(() => connectEventStore('esdb://')).toThrow(EventStoreUnavailableError);
  });
});
