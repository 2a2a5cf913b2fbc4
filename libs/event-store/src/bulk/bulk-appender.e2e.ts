import { startEventNode, type EventNode } from '#event-node';
import { createServer, type Http2Server, type IncomingHttpHeaders, type ServerHttp2Stream } from 'node:http2';
import {
  connect as connectTcp,
  createServer as createTcpServer,
  type AddressInfo,
  type Server,
  type Socket,
} from 'node:net';
import { eventStoreContract, someEvent } from '../event-store.contract.js';
import { EventStoreUnavailableError, WrongExpectedRevisionError, type EventStore } from '../event-store.js';
import { connectEventStore } from '../eventstoredb.js';

describe('bulk appends over gRPC', () => {
  let node: EventNode;
  const closing: (() => unknown)[] = [];
  let streams = 0;
  const someStream = () => `bulk-${++streams}`;
  beforeAll(async () => {
    node = await startEventNode({ data: 'memory', port: 0, maxAppendSize: 4_000_000 });
  });
  afterAll(() => node.stop());
  afterEach(async () => {
    for (const close of closing.splice(0).reverse()) await close();
  });

  eventStoreContract(() => Promise.resolve(connectEventStore(node.connectionString, { bulkAppends: true })));

  const opened = (connectionString: string): EventStore => {
    const store = connectEventStore(connectionString, { bulkAppends: true });
    closing.push(() => store.close());
    return store;
  };
  const listening = async (server: Http2Server | Server): Promise<string> => {
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', () => done()));
    closing.push(() => new Promise((done) => server.close(done)));
    return `esdb://127.0.0.1:${(server.address() as AddressInfo).port}?tls=false`;
  };
  const bulky = (bytes: number) => ({ ...someEvent('contract.Bulky'), data: { filler: 'đ'.repeat(bytes / 2) } });

  it('writes an append of several messages as one', async () => {
    const store = opened(node.connectionString);
    const [stream, events] = [someStream(), [bulky(900_000), bulky(900_000), bulky(1_200_000), bulky(10)]];
    await store.append(stream, events, 'no-stream');
    const read: unknown[] = [];
    for await (const { id, data } of store.readStream(stream)) read.push({ id, data });
    expect(read).toEqual(events.map(({ id, data }) => ({ id, data })));
  });

  it('answers each of many appends by its own fate', async () => {
    const store = opened(node.connectionString);
    const taken = someStream();
    await store.append(taken, [someEvent()], 'no-stream');
    const tooMuch = Array.from({ length: 5 }, () => bulky(1_000_000));
    const settled = await Promise.allSettled([
      store.append(someStream(), [someEvent(), someEvent()], 'no-stream'),
      store.append(taken, [someEvent()], 'no-stream'),
      store.append(someStream(), tooMuch, 'no-stream'),
      store.append(taken, [someEvent()], 0),
    ]);
    const outcomes = settled.map((one) => (one.status === 'fulfilled' ? one.value.revision : (one.reason as Error)));
    expect(outcomes).toEqual([1, expect.any(WrongExpectedRevisionError), expect.any(Error), 1]);
    expect(outcomes[2]).not.toBeInstanceOf(EventStoreUnavailableError);
    expect(String(outcomes[2])).toMatch(/MaximumAppendSizeExceeded/);
  });

  it('fails what is under way when the connection breaks, and begins another', async () => {
    const connections: Socket[] = [];
    const proxy = createTcpServer((socket) => {
      connections.push(socket);
      relay(socket, node.port);
    });
    const store = opened(await listening(proxy));
    await store.append(someStream(), [someEvent()], 'no-stream');
    const appends = Array.from({ length: 50 }, () => store.append(someStream(), [bulky(100_000)], 'no-stream'));
    for (const socket of connections) socket.destroy();
    const lost = (await Promise.allSettled(appends)).filter(({ status }) => status === 'rejected');
    expect(lost.length).toBeGreaterThan(0);
    for (const each of lost) expect((each as PromiseRejectedResult).reason).toBeInstanceOf(EventStoreUnavailableError);
    await expect(store.append(someStream(), [someEvent()], 'no-stream')).resolves.toMatchObject({ revision: 0 });
  });

  it('goes to the leader after the node that it asked said who that is', async () => {
    const follower = createServer();
    follower.on('stream', (stream: ServerHttp2Stream, headers: IncomingHttpHeaders) => {
      expect(headers['requires-leader']).toBe('true');
      const leader = { 'leader-endpoint-host': '127.0.0.1', 'leader-endpoint-port': String(node.port) };
      stream.respond({ ':status': 200, 'grpc-status': '5', exception: 'not-leader', ...leader }, { endStream: true });
    });
    const store = opened(await listening(follower));
    const append = () => store.append(someStream(), [someEvent()], 'no-stream');
    await expect(append()).rejects.toThrow(/not the leader/);
    await expect(append()).resolves.toMatchObject({ revision: 0 });
  });

  it('says so when nobody answers, and when the answer makes no sense', async () => {
    const gone = await startEventNode({ data: 'memory', port: 0 });
    await gone.stop();
    const append = (store: EventStore) => store.append(someStream(), [someEvent()], 'no-stream');
    await expect(append(opened(gone.connectionString))).rejects.toThrow(EventStoreUnavailableError);
    const babbling = createServer();
    babbling.on('stream', (stream: ServerHttp2Stream) => {
      stream.on('error', () => undefined);
      stream.respond({ ':status': 200 });
      stream.write(Buffer.from([0, 0, 0, 0, 3, 0x0a, 0x7f, 0x01]));
    });
    await expect(append(opened(await listening(babbling)))).rejects.toThrow(/runs past the end/);
  });
});

function relay(socket: Socket, port: number): void {
  const behind = connectTcp(port, '127.0.0.1');
  socket.pipe(behind).pipe(socket);
  for (const [end, other] of [
    [socket, behind],
    [behind, socket],
  ] as const) {
    end.on('error', () => undefined);
    end.on('close', () => other.destroy());
  }
}
