import { Consumer } from '../persistent/consumer.js';
import { groupFailed, tooManySubscribers } from '../persistent/group-errors.js';
import type { NackAction } from '../persistent/persistent-group.js';
import type { PersistentGroup } from '../persistent/persistent-group.js';
import type { NewGroup, PersistentSubscriptions } from '../persistent/persistent-subscriptions.js';
import { STRATEGIES } from '../persistent/settings.js';
import { handlerFailed } from '../protocol/errors.js';
import type { AddressFields, GroupRequest } from '../protocol/persistent-requests.js';
import { readAckOrNack, readAddress, readGroupRequest, readReadOptions } from '../protocol/persistent-requests.js';
import { subscriptionInfo } from '../protocol/persistent-responses.js';
import { MessageReader } from '../protocol/reader.js';
import { matcherOf } from '../reading/event-filter.js';
import type { GrpcCall } from '../transport/grpc-call.js';
import type { CallHandler } from '../transport/server.js';
import { unary } from './calls.js';
import type { NodeContext } from './context.js';

const SERVICE = '/event_store.client.persistent_subscriptions.PersistentSubscriptions';
const EMPTY = Buffer.alloc(0);
const ALL = '$all';

/** PersistentSubscriptions: the groups' own rules live in the room `persistent`. */
export function persistentService(
  context: NodeContext,
  groups: PersistentSubscriptions,
): [path: string, handler: CallHandler][] {
  return [
    [`${SERVICE}/Create`, unary((request) => create(context, groups, options(request)))],
    [`${SERVICE}/Update`, unary((request) => update(context, groups, options(request)))],
    [`${SERVICE}/Delete`, unary((request) => remove(groups, options(request)))],
    [`${SERVICE}/Read`, (call) => readCall(groups, call)],
    [`${SERVICE}/GetInfo`, unary((request) => info(groups, options(request)))],
    [`${SERVICE}/ReplayParked`, unary((request) => replay(groups, options(request)))],
    [`${SERVICE}/List`, unary((request) => list(groups, options(request)))],
    [
      `${SERVICE}/RestartSubsystem`,
      unary(async () => {
        await groups.restart();
        return EMPTY;
      }),
    ],
  ];
}

/** Every request of this service holds its options in field 1. */
function options(request: MessageReader): MessageReader {
  while (request.next()) if (request.field === 1) return request.message();
  throw handlerFailed('The request has no options.');
}

async function create(context: NodeContext, groups: PersistentSubscriptions, reader: MessageReader): Promise<Buffer> {
  const request = readGroupRequest(reader);
  await groups.create(checked(context, request));
  return EMPTY;
}

async function update(context: NodeContext, groups: PersistentSubscriptions, reader: MessageReader): Promise<Buffer> {
  const request = readGroupRequest(reader);
  groups.get(request.stream ?? ALL, request.group);
  await groups.update(checked(context, request));
  return EMPTY;
}

/** The server's own checks, each a `persistent-subscription-failed` with its reason. */
function checked({ store }: NodeContext, { stream, group, start, filter, settings }: GroupRequest): NewGroup {
  const refuse = (reason: string): never => {
    throw groupFailed(stream ?? ALL, group, reason);
  };
  if (stream === '') refuse('The stream name is empty.');
  if (stream === ALL) refuse('$all is not a stream: use the $all option.');
  if (!(STRATEGIES as readonly string[]).includes(settings.strategy)) {
    refuse(`Consumer strategy ${settings.strategy} does not exist.`);
  }
  if (settings.readBatchSize >= settings.historyBufferSize) {
    refuse(`Read batch size ${settings.readBatchSize} must be below the history buffer size.`);
  }
  if (stream === undefined && typeof start === 'object') {
    const commit = BigInt(start.commit);
    const prepare = BigInt(start.prepare);
    if (commit < 0n || prepare < 0n || prepare > commit) refuse(`C:${commit}/P:${prepare} is not a position.`);
    if (commit > BigInt(store.lastPosition)) refuse('The start is beyond the end of the log.');
  }
  matcherOf(filter);
  return {
    ...(stream !== undefined && { stream }),
    group,
    start,
    ...(filter && { filter: { on: filter.on, regex: filter.regex, prefixes: filter.prefixes } }),
    settings,
  };
}

async function remove(groups: PersistentSubscriptions, reader: MessageReader): Promise<Buffer> {
  const { stream, group } = readAddress(reader, { stream: 1, group: 2, all: 3 });
  await groups.delete(stream ?? ALL, group);
  return EMPTY;
}

function find(groups: PersistentSubscriptions, reader: MessageReader, fields: AddressFields): PersistentGroup {
  const { stream, group } = readAddress(reader, fields);
  return groups.get(stream ?? ALL, group);
}

function info(groups: PersistentSubscriptions, reader: MessageReader): Buffer {
  return subscriptionInfo(1, find(groups, reader, { stream: 1, all: 2, group: 3 }).info());
}

function replay(groups: PersistentSubscriptions, reader: MessageReader): Buffer {
  const { stream, group, stopAt } = readAddress(reader, { group: 1, stream: 2, all: 3 });
  const found = groups.get(stream ?? ALL, group);
  const refuse = (reason: string): never => {
    throw groupFailed(stream ?? ALL, group, reason);
  };
  if (stopAt !== undefined && stopAt < 0n) refuse('Cannot stop replaying parked message at a negative version.');
  if (!found.replayParked(stopAt === undefined ? undefined : Number(stopAt))) refuse('A replay is under way.');
  return EMPTY;
}

/** List options: 1 every group, 2 of one source {1 stream, 2 all}. */
function list(groups: PersistentSubscriptions, reader: MessageReader): Buffer {
  let source: string | undefined;
  while (reader.next()) {
    if (reader.field === 2) source = readAddress(reader.message(), { stream: 1, all: 2 }).stream ?? ALL;
  }
  return Buffer.concat(groups.list(source).map((group) => subscriptionInfo(1, group.info())));
}

const NACK_ACTIONS: readonly NackAction[] = ['retry', 'park', 'retry', 'skip', 'skip'];

/** Read: the options first, then acks and nacks; events flow the other way until the client goes. */
function readCall(groups: PersistentSubscriptions, call: GrpcCall): void {
  call.cancelOnStop = true;
  let joined: { group: PersistentGroup; consumer: Consumer } | undefined;
  call.onMessage = (message) => {
    const reader = new MessageReader(message);
    while (reader.next()) {
      if (reader.field === 1) {
        if (joined) throw handlerFailed('The options come once.');
        joined = join(groups, reader.message(), call);
      } else if (!joined) throw handlerFailed('The options come first.');
      else if (reader.field === 2) joined.group.ack(joined.consumer, readAckOrNack(reader.message()).ids);
      else if (reader.field === 3) {
        const { ids, action, reason } = readAckOrNack(reader.message());
        joined.group.nack(joined.consumer, ids, NACK_ACTIONS[action] ?? 'skip', reason);
      }
    }
  };
  call.onHalfClose = () => call.finish();
  call.onClose = () => joined?.group.leave(joined.consumer);
}

function join(
  groups: PersistentSubscriptions,
  reader: MessageReader,
  call: GrpcCall,
): { group: PersistentGroup; consumer: Consumer } {
  const { stream, group: name, bufferSize, uuids } = readReadOptions(reader);
  const group = groups.get(stream ?? ALL, name);
  if (group.isFull) throw tooManySubscribers(stream ?? ALL, name);
  const connectionName = String(call.headers['connection-name'] ?? '');
  const consumer = new Consumer(call, bufferSize, uuids, connectionName, call.remoteAddress, () => group.pump());
  group.join(consumer);
  return { group, consumer };
}
