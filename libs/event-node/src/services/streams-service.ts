import { handlerFailed } from '../protocol/errors.js';
import type { MessageReader } from '../protocol/reader.js';
import { readReadRequest, readStreamState } from '../protocol/stream-messages.js';
import { integer, message } from '../protocol/writer.js';
import { EventSink } from '../reading/event-sink.js';
import { readAll } from '../reading/read-all.js';
import { readStream } from '../reading/read-stream.js';
import { subscribe } from '../reading/subscriptions.js';
import { softDelete, tombstone } from '../streams/stream-writes.js';
import type { GrpcCall } from '../transport/grpc-call.js';
import type { CallHandler } from '../transport/server.js';
import { appendCall } from './append.js';
import { batchAppendCall } from './batch-append.js';
import { serverStream, unary } from './calls.js';
import type { NodeContext } from './context.js';

const SERVICE = '/event_store.client.streams.Streams';

export function streamsService(context: NodeContext): [path: string, handler: CallHandler][] {
  return [
    [`${SERVICE}/Read`, serverStream((request, call) => read(context, request, call))],
    [`${SERVICE}/Append`, appendCall(context)],
    [`${SERVICE}/BatchAppend`, batchAppendCall(context)],
    [`${SERVICE}/Delete`, unary((request) => deletion(context, request, softDelete))],
    [`${SERVICE}/Tombstone`, unary((request) => deletion(context, request, tombstone))],
  ];
}

async function read({ store }: NodeContext, reader: MessageReader, call: GrpcCall): Promise<void> {
  const request = readReadRequest(reader);
  const { stream } = request;
  if (request.count === undefined) return subscribe(store, request, call);
  const sink = new EventSink(call);
  return stream === undefined ? readAll(store, request, sink) : readStream(store, { ...request, stream }, sink);
}

async function deletion({ writer }: NodeContext, request: MessageReader, write: typeof softDelete): Promise<Buffer> {
  while (request.next()) {
    if (request.field !== 1) continue;
    const { stream, expected } = readStreamState(request.message());
    const position = await writer.submit(0, (staging) => write(staging, stream, expected));
    return message(1, integer(1, position), integer(2, position));
  }
  throw handlerFailed('The request has no options.');
}
