import { Status } from '../protocol/constants.js';
import { CallError, handlerFailed } from '../protocol/errors.js';
import { frame } from '../protocol/writer.js';
import { MessageReader } from '../protocol/reader.js';
import type { CallHandler } from '../transport/server.js';
import type { GrpcCall } from '../transport/grpc-call.js';

/** A call of one request and one answer; the handler returns the encoded answer. */
export function unary(handler: (request: MessageReader, call: GrpcCall) => Promise<Buffer> | Buffer): CallHandler {
  return (call) => {
    let request: Buffer | undefined;
    call.onMessage = (message) => {
      if (request) throw new CallError(Status.UNIMPLEMENTED, 'Too many requests in a unary call.');
      request = message;
      call.retain(message.length);
    };
    call.onHalfClose = () => {
      if (!request) throw handlerFailed('The call has no request.');
      const reader = new MessageReader(request);
      void answer(call, async () => handler(reader, call));
    };
  };
}

/** A call of one request and a stream of answers; the call ends when the handler's promise does. */
export function serverStream(handler: (request: MessageReader, call: GrpcCall) => Promise<void>): CallHandler {
  return (call) => {
    call.cancelOnStop = true;
    let started = false;
    call.onMessage = (message) => {
      if (started) throw new CallError(Status.UNIMPLEMENTED, 'Too many requests in a server-streaming call.');
      started = true;
      void serve(call, () => handler(new MessageReader(message), call));
    };
    call.onHalfClose = () => {
      if (!started) throw handlerFailed('The call has no request.');
    };
  };
}

/** Sends the one answer of a call, or its failure. */
export async function answer(call: GrpcCall, handle: () => Promise<Buffer>): Promise<void> {
  await serve(call, async () => void call.send(frame(await handle())));
}

async function serve(call: GrpcCall, handle: () => Promise<void>): Promise<void> {
  try {
    await handle();
    call.finish();
  } catch (error) {
    call.fail(error);
  }
}
