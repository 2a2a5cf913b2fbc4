import { connect as connectHttp2 } from 'node:http2';
import type { ClientHttp2Session, IncomingHttpHeaders } from 'node:http2';
import { connect as connectTcp } from 'node:net';
import { bytes, empty, frame, integer, message, signed, text } from '#event-node';

/** Numbers 0 ≤ n < 1 that are the same for the same seed (mulberry32). */
export function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

const STREAMS = '/event_store.client.streams.Streams';
const PERSISTENT = '/event_store.client.persistent_subscriptions.PersistentSubscriptions';
const V2 = '/kurrentdb.protocol.v2.streams.StreamsService';

const id = message(1, text(2, '0f3b3b2e-96a6-4f7b-9d0a-2f1f6f0f5a11'));
const entry = (field: number, key: string, value: string): Buffer => message(field, text(1, key), text(2, value));
const identifier = (field: number, name = 'fuzzed'): Buffer => message(field, text(3, name));
const proposed = (field: number): Buffer =>
  message(
    field,
    id,
    entry(2, 'type', 't'),
    entry(2, 'content-type', 'application/json'),
    bytes(3, Buffer.of(1)),
    bytes(4, Buffer.from('{}')),
  );
const filter = message(7, message(1, text(1, '^a')), integer(3, 32), integer(5, 1));
const settings = message(
  3,
  integer(5, 1),
  integer(8, 10),
  integer(11, 20),
  integer(12, 500),
  integer(13, 1),
  integer(14, 1000),
);
const record = (field: number): Buffer =>
  message(
    field,
    text(1, ''),
    message(2, text(1, 'k'), message(2, text(3, 'v'))),
    message(3, integer(1, 1), text(2, 't')),
    text(5, 'v2'),
  );

/** Well-formed requests of every call: what the mutations start from. */
export const requests: readonly (readonly [path: string, messages: readonly Buffer[]])[] = [
  [`${STREAMS}/Read`, [message(1, message(1, identifier(1), empty(3)), integer(5, 5), empty(8), message(9, empty(2)))]],
  [
    `${STREAMS}/Read`,
    [message(1, message(2, message(1, integer(1, 1), integer(2, 1))), integer(5, 5), filter, message(9, empty(1)))],
  ],
  [`${STREAMS}/Append`, [message(1, identifier(1), empty(4)), proposed(2)]],
  [`${STREAMS}/BatchAppend`, [Buffer.concat([id, message(2, identifier(1), empty(4)), proposed(3), integer(4, 1)])]],
  [`${STREAMS}/Delete`, [message(1, identifier(1), empty(4))]],
  [`${STREAMS}/Tombstone`, [message(1, identifier(1, 'doomed'), integer(2, 3))]],
  [`${PERSISTENT}/Create`, [message(1, identifier(1), text(2, 'g'), settings)]],
  [`${PERSISTENT}/Update`, [message(1, identifier(1), text(2, 'g'), settings)]],
  [`${PERSISTENT}/Delete`, [message(1, identifier(1), text(2, 'g'))]],
  [
    `${PERSISTENT}/Read`,
    [
      message(1, identifier(1), text(2, 'g'), integer(3, 5)),
      message(2, bytes(1, Buffer.of(1)), message(2, text(2, 'x'))),
    ],
  ],
  [`${PERSISTENT}/GetInfo`, [message(1, identifier(1), text(3, 'g'))]],
  [`${PERSISTENT}/ReplayParked`, [message(1, text(1, 'g'), identifier(2), integer(4, 1))]],
  [`${PERSISTENT}/List`, [message(1, empty(1))]],
  [`${V2}/AppendSession`, [Buffer.concat([text(1, 'v2'), record(2), signed(3, -2)])]],
  [`${V2}/AppendRecords`, [Buffer.concat([record(1), message(2, message(1, text(1, 'v2'), signed(2, -2)))])]],
  ['/event_store.client.gossip.Gossip/Read', [Buffer.alloc(0)]],
  ['/no.such/Method', [Buffer.alloc(3)]],
];

/** Changes a message a little: a byte, its end, its middle, or a length; sometimes not at all. */
export function mutate(original: Buffer, random: () => number): Buffer {
  const at = Math.floor(random() * original.length);
  const changed = Buffer.from(original);
  switch (Math.floor(random() * 6)) {
    case 0:
      return changed;
    case 1:
      if (changed.length > 0) changed[at] = Math.floor(random() * 256);
      return changed;
    case 2:
      return changed.subarray(0, at);
    case 3:
      return Buffer.concat([changed.subarray(0, at), randomBytes(random, 8), changed.subarray(at)]);
    case 4:
      return Buffer.concat([changed, changed.subarray(at)]);
    default:
      return changed.map((byte) => (random() < 0.1 ? byte ^ (1 << Math.floor(random() * 8)) : byte)) as Buffer;
  }
}

export function randomBytes(random: () => number, most: number): Buffer {
  return Buffer.from(Array.from({ length: Math.floor(random() * most) }, () => Math.floor(random() * 256)));
}

/** Frames of a call's body; now and then with a broken prefix or an end in the middle. */
export function bodyOf(messages: readonly Buffer[], random: () => number): Buffer {
  const body = Buffer.concat(messages.map((part) => frame(mutate(part, random))));
  const fate = random();
  if (fate < 0.05 && body.length > 0) body[0] = 1;
  else if (fate < 0.1 && body.length > 0) body.writeUInt32BE(0xfffffff0, 1);
  else if (fate < 0.15) return body.subarray(0, Math.floor(body.length * random()));
  return body;
}

const CALL_MS = 150;

/** Makes one call; resolves with its grpc-status, undefined when it goes on and had to be cancelled. */
export function call(session: ClientHttp2Session, path: string, body: Buffer): Promise<string | undefined> {
  return new Promise((resolve) => {
    const stream = session.request({
      ':method': 'POST',
      ':path': path,
      'content-type': 'application/grpc',
      te: 'trailers',
    });
    let status: string | undefined;
    const note = (headers: IncomingHttpHeaders): void => {
      if (headers['grpc-status'] !== undefined) [status] = [headers['grpc-status']].flat();
    };
    stream.on('response', note);
    stream.on('trailers', note);
    stream.on('error', () => undefined);
    stream.on('data', () => undefined);
    const patience = setTimeout(() => stream.close(8), CALL_MS);
    stream.on('close', () => {
      clearTimeout(patience);
      resolve(status);
    });
    stream.end(body);
  });
}

/** A call that sends this and no more, and stays open; resolves when it is sent, or with the status of its refusal. */
export function unfinishedCall(session: ClientHttp2Session, path: string, body: Buffer): Promise<string | undefined> {
  return new Promise((resolve) => {
    const stream = session.request({ ':method': 'POST', ':path': path, 'content-type': 'application/grpc' });
    let status: string | undefined;
    stream.on('response', (headers) => ([status] = [headers['grpc-status']].flat()));
    stream.on('error', () => undefined);
    stream.on('data', () => undefined);
    stream.on('close', () => resolve(status));
    stream.write(body, () => setTimeout(() => resolve(status), CALL_MS));
  });
}

export async function withSession<Result>(
  address: string,
  action: (session: ClientHttp2Session) => Promise<Result>,
): Promise<Result> {
  // In MB: with its default of 10 a client that sends much refuses the answers.
  const session = connectHttp2(`http://${address}`, { maxSessionMemory: 1_000 });
  session.on('error', () => undefined);
  try {
    return await action(session);
  } finally {
    session.destroy();
  }
}

/** Sends bytes to the port and leaves; `halfClose` keeps the receiving side open until the node ends it. */
export function poke(address: string, bytesToSend: Buffer, halfClose: boolean): Promise<void> {
  const [host = '', port] = address.split(':');
  return new Promise((resolve) => {
    const socket = connectTcp({ host, port: Number(port), allowHalfOpen: true });
    socket.on('error', () => undefined);
    socket.on('data', () => undefined);
    socket.on('close', () => resolve());
    socket.write(bytesToSend, () => {
      if (halfClose) socket.end();
      setTimeout(() => socket.destroy(), 20);
    });
  });
}
