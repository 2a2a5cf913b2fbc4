import { appendTooLarge, handlerFailed, streamDeleted } from '../protocol/errors.js';
import { appendSuccess, appendWrongVersion } from '../protocol/append-responses.js';
import { eventSize, readProposedEvent } from '../protocol/proposed-events.js';
import { MessageReader } from '../protocol/reader.js';
import { readStreamState } from '../protocol/stream-messages.js';
import type { NewEvent } from '../streams/staging.js';
import { append } from '../streams/stream-writes.js';
import type { GrpcCall } from '../transport/grpc-call.js';
import type { CallHandler } from '../transport/server.js';
import { answer } from './calls.js';
import type { NodeContext } from './context.js';

/** Streams.Append: options, then events, written together when the client closes its side. */
export function appendCall(context: NodeContext): CallHandler {
  return (call) => {
    const request = new AppendRequest(context.maxAppendSize, (bytes) => call.retain(bytes));
    call.onMessage = (message) => request.take(new MessageReader(message));
    call.onHalfClose = () => void answer(call, () => write(context, request, call));
  };
}

class AppendRequest {
  state: { stream: string; expected: number } | undefined;
  readonly events: NewEvent[] = [];
  size = 0;

  constructor(
    private readonly limit: number,
    private readonly retain: (bytes: number) => void,
  ) {}

  take(message: MessageReader): void {
    while (message.next()) {
      if (message.field === 1 && !this.state) this.state = readStreamState(message.message());
      else if (message.field === 2 && this.state) this.add(readProposedEvent(message.message()));
      else throw handlerFailed('An append is options, then events.');
    }
  }

  private add(event: NewEvent): void {
    const size = eventSize(event);
    this.size += size;
    if (this.size > this.limit) throw appendTooLarge(this.limit);
    this.retain(size);
    this.events.push(event);
  }
}

async function write(context: NodeContext, request: AppendRequest, call: GrpcCall): Promise<Buffer> {
  if (!request.state) throw handlerFailed('An append without options.');
  const { stream, expected } = request.state;
  if (!context.writer.hasRoom) call.holdInput(context.writer.room());
  const outcome = await context.writer.submit(request.size, (staging) =>
    append(staging, stream, expected, request.events),
  );
  if (outcome.kind === 'deleted') throw streamDeleted(stream);
  return outcome.kind === 'wrong' ? appendWrongVersion(expected, outcome.current) : appendSuccess(outcome);
}
