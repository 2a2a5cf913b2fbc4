import { startEventNode } from '#event-node';
import { derivedId } from '#kernel';
import { EventStoreUnavailableError } from './event-store.js';
import { eventStoreContract, someEvent } from './event-store.contract.js';
import { connectEventStore } from './eventstoredb.js';

describe('EventStoreDB over gRPC', () => {
  let node: Awaited<ReturnType<typeof startEventNode>>;
  beforeAll(async () => {
    node = await startEventNode({ data: 'memory', port: 0 });
  });
  afterAll(() => node.stop());

  eventStoreContract(() => Promise.resolve(connectEventStore(node.connectionString)));

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
