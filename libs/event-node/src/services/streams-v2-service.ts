import { invalidArgument } from '../protocol/errors.js';
import { eventSize } from '../protocol/proposed-events.js';
import { MessageReader } from '../protocol/reader.js';
import type { V2Check, V2Record } from '../protocol/v2-messages.js';
import {
  consistencyViolation,
  readAppendRecords,
  readSessionRequest,
  recordTooLarge,
  recordsResponse,
  revisionConflict,
  sessionResponse,
  streamTombstoned,
  streamTwiceInSession,
  transactionTooLarge,
} from '../protocol/v2-messages.js';
import { ExpectedDeleted } from '../streams/expected.js';
import type { MultiStreamOutcome } from '../streams/multi-stream-append.js';
import { appendToStreams } from '../streams/multi-stream-append.js';
import type { GrpcCall } from '../transport/grpc-call.js';
import type { CallHandler } from '../transport/server.js';
import { answer, unary } from './calls.js';
import type { NodeContext } from './context.js';

const SERVICE = '/kurrentdb.protocol.v2.streams.StreamsService';

/** Streams v2: atomic appends to several streams, with consistency checks. */
export function streamsV2Service(context: NodeContext): [path: string, handler: CallHandler][] {
  return [
    [`${SERVICE}/AppendSession`, (call) => appendSession(context, call)],
    [`${SERVICE}/AppendRecords`, unary((request) => appendRecords(context, request))],
  ];
}

function appendSession(context: NodeContext, call: GrpcCall): void {
  const records: V2Record[] = [];
  const checks: V2Check[] = [];
  const size = new TransactionSize(context.maxAppendSize);
  call.onMessage = (message) => {
    call.retain(message.length);
    const request = readSessionRequest(new MessageReader(message));
    if (checks.some(({ stream }) => stream === request.stream)) throw streamTwiceInSession(request.stream);
    size.add(request.records);
    checks.push(request);
    records.push(...request.records);
  };
  call.onHalfClose = () =>
    void answer(call, async () => {
      if (records.length === 0) throw invalidArgument('The session appends no records.');
      const outcome = await write(context, records, checks, size.total);
      if (outcome.kind === 'written') return sessionResponse(outcome);
      // A session tells of its first failure only.
      const [first] = outcome.checks;
      if (!first) throw invalidArgument('The append failed.');
      if (first.actual === ExpectedDeleted.TOMBSTONED) throw streamTombstoned(first.stream);
      throw revisionConflict(first.stream, first.expected, first.actual === ExpectedDeleted.SOFT ? -1 : first.actual);
    });
}

async function appendRecords(context: NodeContext, request: MessageReader): Promise<Buffer> {
  const { records, checks } = readAppendRecords(request);
  if (records.length === 0) throw invalidArgument('The request has no records.');
  const names = checks.map(({ stream }) => stream);
  const twice = names.find((stream, index) => names.indexOf(stream) !== index);
  if (twice !== undefined) throw invalidArgument(`Stream '${twice}' is checked twice.`);
  const size = new TransactionSize(context.maxAppendSize);
  size.add(records);
  const outcome = await write(context, records, checks, size.total);
  if (outcome.kind === 'failed') throw consistencyViolation(outcome.checks);
  return recordsResponse(outcome);
}

function write(
  { writer }: NodeContext,
  records: readonly V2Record[],
  checks: readonly V2Check[],
  size: number,
): Promise<MultiStreamOutcome> {
  return writer.submit(size, (staging) => appendToStreams(staging, { records, checks }));
}

/** 16 MiB of one event, as the real server. */
const MAX_RECORD = 16 * 1024 * 1024;

class TransactionSize {
  total = 0;

  constructor(private readonly limit: number) {}

  add(records: readonly V2Record[]): void {
    for (const record of records) {
      const size = eventSize(record.event);
      if (size > MAX_RECORD) throw recordTooLarge(record, size, MAX_RECORD);
      this.total += size;
      if (this.total > this.limit) throw transactionTooLarge(this.total, this.limit);
    }
  }
}
