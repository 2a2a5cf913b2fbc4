import { randomUUID } from 'node:crypto';
import { uuidField } from '../protocol/uuid.js';
import { flag, integer, message, text } from '../protocol/writer.js';
import type { CallHandler } from '../transport/server.js';
import { unary } from './calls.js';

/** Features a client asks for by name, beside the mere presence of a method. */
const FEATURES: Readonly<Record<string, readonly string[]>> = {
  'event_store.client.streams.streams/read': ['position', 'events'],
  'event_store.client.streams.streams/batchappend': ['deadline_duration'],
};
const PERSISTENT = 'event_store.client.persistent_subscriptions.';

/** ServerFeatures lists exactly the methods that have a handler. */
export function serverFeatures(version: string, paths: () => Iterable<string>): [path: string, handler: CallHandler] {
  return [
    '/event_store.client.server_features.ServerFeatures/GetSupportedMethods',
    unary(() => Buffer.concat([...[...paths()].map(supportedMethod), text(2, version)])),
  ];
}

function supportedMethod(path: string): Buffer {
  const [service = '', method = ''] = path.toLowerCase().slice(1).split('/');
  const features = service.startsWith(PERSISTENT) ? ['stream', 'all'] : (FEATURES[`${service}/${method}`] ?? []);
  return message(1, text(1, method), text(2, service), ...features.map((feature) => text(3, feature)));
}

const LEADER = 8;

/** Gossip of a cluster of one: this node leads, at the address that clients reach it by. */
export function gossip(address: () => { host: string; port: number }): [path: string, handler: CallHandler] {
  const instance = randomUUID();
  return [
    '/event_store.client.gossip.Gossip/Read',
    unary(() => {
      const { host, port } = address();
      return message(
        1,
        uuidField(1, instance, 'structured'),
        integer(2, BigInt(Date.now()) * 10_000n),
        integer(3, LEADER),
        flag(4, true),
        message(5, text(1, host), integer(2, port)),
      );
    }),
  ];
}
