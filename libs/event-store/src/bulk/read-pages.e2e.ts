import { startEventNode, type EventNode } from '#event-node';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import {
  connect,
  createSecureServer,
  createServer,
  type Http2Server,
  type IncomingHttpHeaders,
  type ServerHttp2Stream,
} from 'node:http2';
import {
  connect as connectTcp,
  createServer as createTcpServer,
  type AddressInfo,
  type Server,
  type Socket,
} from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { someEvent } from '../event-store.contract.js';
import { EventStoreUnavailableError, type EventStore } from '../event-store.js';
import { connectEventStore } from '../eventstoredb.js';
import { readPagesContract } from '../read-pages.contract.js';

/** Of nobody: made for this test, for `localhost`, until 2126. */
const certificate = `-----BEGIN CERTIFICATE-----
MIIBmzCCAUGgAwIBAgIUO/QtAPGovQ8nawO4ynuz2Z0veVswCgYIKoZIzj0EAwIw
FDESMBAGA1UEAwwJbG9jYWxob3N0MCAXDTI2MTEyMjA1MTc0MloYDzIxMjYxMDI5
MDUxNzQyWjAUMRIwEAYDVQQDDAlsb2NhbGhvc3QwWTATBgcqhkjOPQIBBggqhkjO
PQMBBwNCAAThYrwXAppJ0KjVgBeTZwU5c1lHV64Xmnq/IkSuUQxTwGvVeq9gFtZ0
Ad4CRlvOhi6CH99HD81r7STTanZtMiNFo28wbTAdBgNVHQ4EFgQUAFBAiImeXOHd
PuJI9wVVihNK8sUwHwYDVR0jBBgwFoAUAFBAiImeXOHdPuJI9wVVihNK8sUwDwYD
VR0TAQH/BAUwAwEB/zAaBgNVHREEEzARgglsb2NhbGhvc3SHBH8AAAEwCgYIKoZI
zj0EAwIDSAAwRQIhAIK4T9LpjHC0c5G0Da7vD6OKnVCw2f2JEIdLtqg4gLxNAiBw
v4J2N8K5/dcAVdbrGs0tj+aJfiXqGJ8cJI7sIFK0HA==
-----END CERTIFICATE-----
`;
const privateKey = `-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgof7/qDf4y32l0l/4
0iMnjenAit3iboO4X3rY274YJcqhRANCAAThYrwXAppJ0KjVgBeTZwU5c1lHV64X
mnq/IkSuUQxTwGvVeq9gFtZ0Ad4CRlvOhi6CH99HD81r7STTanZtMiNF
-----END PRIVATE KEY-----
`;

describe('reading in pages over gRPC', () => {
  let node: EventNode;
  const closing: (() => unknown)[] = [];
  beforeAll(async () => {
    node = await startEventNode({ data: 'memory', port: 0 });
  });
  afterAll(() => node.stop());
  afterEach(async () => {
    for (const close of closing.splice(0).reverse()) await close();
  });

  readPagesContract(() => Promise.resolve(connectEventStore(node.connectionString)));

  const opened = (connectionString: string): EventStore => {
    const store = connectEventStore(connectionString);
    closing.push(() => store.close());
    return store;
  };
  const countOf = async (store: EventStore): Promise<number> => {
    const direct = opened(node.connectionString);
    let events = 0;
    for await (const page of store.readPages({ until: (await direct.head())! })) events += page.events.length;
    return events;
  };
  const listening = async (server: Http2Server | Server): Promise<number> => {
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', () => done()));
    closing.push(() => new Promise((done) => server.close(done)));
    return (server.address() as AddressInfo).port;
  };

  it('goes by the certificate and the credentials of the connection string', async () => {
    const seen: IncomingHttpHeaders[] = [];
    const secure = createSecureServer({ cert: certificate, key: privateKey });
    secure.on('stream', (stream: ServerHttp2Stream, headers: IncomingHttpHeaders) => {
      seen.push(headers);
      forward(stream, headers, node.port);
    });
    const port = await listening(secure);
    const folder = await mkdtemp(join(tmpdir(), 'ncs-tls-'));
    closing.push(() => rm(folder, { recursive: true }));
    const file = join(folder, 'ca.pem');
    await writeFile(file, certificate);
    const trusting = opened(`esdb://admin:b%C3%AD%20m%E1%BA%ADt@localhost:${port}?tls=true&tlsCAFile=${file}`);
    expect(await countOf(trusting)).toBeGreaterThan(30);
    const expected = `Basic ${Buffer.from('admin:bí mật').toString('base64')}`;
    expect(seen.map(({ authorization }) => authorization)).toEqual([expected]);
    const strange = opened(`esdb://admin:x@localhost:${port}?tls=true`);
    await expect(countOf(strange)).rejects.toThrow(/certificate/);
    expect(seen).toHaveLength(1);
  });

  it('goes to the leader when the node that it asked is none', async () => {
    const follower = createServer();
    follower.on('stream', (stream: ServerHttp2Stream, headers: IncomingHttpHeaders) => {
      expect(headers['requires-leader']).toBe('true');
      const leader = { 'leader-endpoint-host': '127.0.0.1', 'leader-endpoint-port': String(node.port) };
      stream.respond({ ':status': 200, 'grpc-status': '5', exception: 'not-leader', ...leader }, { endStream: true });
    });
    const port = await listening(follower);
    expect(await countOf(opened(`esdb://127.0.0.1:${port}?tls=false`))).toBeGreaterThan(30);
  });

  it('goes on behind the last page when the connection breaks, and misses nothing', async () => {
    const direct = opened(node.connectionString);
    const filler = 'x'.repeat(20_000);
    for (let n = 0; n < 40; n++) {
      const events = Array.from({ length: 10 }, () => ({ ...someEvent('contract.Broken'), data: { filler } }));
      await direct.append(`broken-${n}`, events, 'no-stream');
    }
    let left = 3;
    const breaking = createTcpServer((socket) =>
      breakingProxy(socket, node.port, () => (left-- > 0 ? 3_000_000 : Infinity)),
    );
    const port = await listening(breaking);
    const range = { until: (await direct.head())!, types: ['contract.Broken'], pageSize: 10 };
    const ids = async (store: EventStore) => {
      const all: string[] = [];
      for await (const { events } of store.readPages(range)) all.push(...events.map(({ id }) => id));
      return all;
    };
    expect(await ids(opened(`esdb://127.0.0.1:${port}?tls=false`))).toEqual(await ids(direct));
    expect(left).toBeLessThan(0);
  });

  it('says so when nobody answers', async () => {
    const gone = await startEventNode({ data: 'memory', port: 0 });
    await gone.stop();
    const store = opened(gone.connectionString);
    await expect(countOf(store)).rejects.toThrow(EventStoreUnavailableError);
  });
});

/** The same call to the node behind. */
function forward(stream: ServerHttp2Stream, headers: IncomingHttpHeaders, port: number): void {
  const session = connect(`http://127.0.0.1:${port}`);
  const plain = Object.fromEntries(Object.entries(headers).filter(([name]) => !/^:(scheme|authority)$/.test(name)));
  const behind = session.request(plain);
  stream.pipe(behind);
  let trailers: IncomingHttpHeaders = {};
  behind.on('response', () => stream.respond({ ':status': 200 }, { waitForTrailers: true }));
  behind.on('trailers', (sent: IncomingHttpHeaders) => (trailers = sent));
  behind.pipe(stream);
  stream.on('wantTrailers', () => stream.sendTrailers(trailers));
  stream.on('error', () => undefined);
  stream.on('close', () => session.destroy());
  session.on('error', () => undefined);
}

/** Lets through so many bytes of the answer, then breaks off. */
function breakingProxy(socket: Socket, port: number, budget: () => number): void {
  let left = budget();
  const behind = connectTcp(port, '127.0.0.1');
  socket.pipe(behind);
  behind.on('data', (chunk: Buffer) => {
    left -= chunk.length;
    if (left > 0) socket.write(chunk);
    else socket.destroy();
  });
  for (const [end, other] of [
    [socket, behind],
    [behind, socket],
  ] as const) {
    end.on('error', () => undefined);
    end.on('close', () => other.destroy());
  }
}
