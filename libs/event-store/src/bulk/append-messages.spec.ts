import type * as Shared from '@eventstore/db-client/generated/shared_pb.js';
import type * as Status from '@eventstore/db-client/generated/status_pb.js';
import type * as Streams from '@eventstore/db-client/generated/streams_pb.js';
import { createRequire } from 'node:module';
import { someEvent } from '../event-store.contract.js';
import { EventStoreUnavailableError } from '../event-store.js';
import { appendRequest, readAnswer } from './append-messages.js';

const load = createRequire(import.meta.url);
/** The official client's own classes, made from the protocol's definition. */
const { BatchAppendReq, BatchAppendResp } = load('@eventstore/db-client/generated/streams_pb.js') as typeof Streams;
const { AllStreamPosition, UUID } = load('@eventstore/db-client/generated/shared_pb.js') as typeof Shared;
const { Status: RpcStatus } = load('@eventstore/db-client/generated/status_pb.js') as typeof Status;
const { Any } = load('google-protobuf/google/protobuf/any_pb.js') as {
  readonly Any: new () => { setTypeUrl(url: string): void };
};

function messagesOf(frames: Buffer): Streams.BatchAppendReq[] {
  const messages: Streams.BatchAppendReq[] = [];
  for (let at = 0; at < frames.length;) {
    expect(frames[at]).toBe(0);
    const end = at + 5 + frames.readUInt32BE(at + 1);
    messages.push(BatchAppendReq.deserializeBinary(frames.subarray(at + 5, end)));
    at = end;
  }
  return messages;
}

describe('an append as the protocol has it', () => {
  const events = [someEvent(), { ...someEvent('contract.Bulky'), data: { filler: 'đ'.repeat(600_000) } }, someEvent()];
  const stream = 'unit-xã Phú Lễ';

  it('reads back by the official classes, whole, in messages that a server takes', () => {
    const [first, ...others] = messagesOf(appendRequest(70_000, stream, events, 'no-stream')) as [
      Streams.BatchAppendReq,
      ...Streams.BatchAppendReq[],
    ];
    const options = first.getOptions()!;
    expect(Buffer.from(options.getStreamIdentifier()!.getStreamName_asU8()).toString()).toBe(stream);
    // The deadline as a span of time is newer than this client, which names a moment by its own clock.
    expect([options.hasNoStream(), options.hasStreamPosition(), options.hasDeadline()]).toEqual([true, false, false]);
    const all = [first, ...others];
    expect(all.length).toBeGreaterThan(1);
    expect(all.map((each) => each.getIsFinal())).toEqual([...others.map(() => false), true]);
    expect(all.map((each) => Number(each.getCorrelationId()!.getStructured()!.getLeastSignificantBits()))).toEqual(
      all.map(() => 70_000),
    );
    expect(others.every((each) => !each.hasOptions())).toBe(true);
    const proposed = all.flatMap((each) => each.getProposedMessagesList());
    expect(proposed.map((each) => each.getId()!.getString())).toEqual(events.map(({ id }) => id));
    expect(proposed.map((each) => Object.fromEntries(each.getMetadataMap().toArray()) as unknown)).toEqual(
      events.map(({ type }) => ({ type, 'content-type': 'application/json' })),
    );
    const parsed = (bytes: Uint8Array): unknown => JSON.parse(Buffer.from(bytes).toString());
    expect(proposed.map((each) => parsed(each.getData_asU8()))).toEqual(events.map(({ data }) => data));
    expect(proposed.map((each) => parsed(each.getCustomMetadata_asU8()))).toEqual(
      events.map(({ metadata }) => metadata),
    );
  });

  it('names the revision that it expects', () => {
    const [message] = messagesOf(appendRequest(1, stream, [someEvent()], 3_000_000_000));
    expect(message!.getOptions()!.getStreamPosition()).toBe('3000000000');
  });
});

describe('an answer as the protocol has it', () => {
  const answer = (fill: (answer: Streams.BatchAppendResp) => void, correlation = 70_000) => {
    const message = new BatchAppendResp();
    const id = new UUID();
    const structured = new UUID.Structured();
    structured.setLeastSignificantBits(String(correlation));
    id.setStructured(structured);
    message.setCorrelationId(id);
    fill(message);
    const bytes = Buffer.from(message.serializeBinary());
    return readAnswer(bytes, 0, bytes.length);
  };
  const failed = (code: number, type: string) =>
    answer((message) => {
      const status = new RpcStatus();
      status.setCode(code as never);
      status.setMessage('why');
      const details = new Any();
      details.setTypeUrl(`type.googleapis.com/event_store.client.${type}`);
      status.setDetails(details as never);
      message.setError(status);
    }).outcome;

  it('tells where the append stands, to the last digit', () => {
    const { correlation, outcome } = answer((message) => {
      const success = new BatchAppendResp.Success();
      success.setCurrentRevision('41');
      const position = new AllStreamPosition();
      position.setCommitPosition('9007199254740993');
      position.setPreparePosition('9007199254740995');
      success.setPosition(position);
      message.setSuccess(success);
    });
    expect(correlation).toBe(70_000);
    expect(outcome).toEqual({
      ...{ revision: 41, position: { commit: 9_007_199_254_740_993n, prepare: 9_007_199_254_740_995n } },
    });
  });

  it('knows an append again whose id comes back as text', () => {
    const message = new BatchAppendResp();
    const id = new UUID();
    id.setString('00000000-0000-0000-0000-000000011170');
    message.setCorrelationId(id);
    message.setSuccess(new BatchAppendResp.Success());
    const bytes = Buffer.from(message.serializeBinary());
    expect(readAnswer(bytes, 0, bytes.length).correlation).toBe(70_000);
  });

  it('tells another revision, an outage and a refusal apart', () => {
    expect(failed(9, 'WrongExpectedVersion')).toBeUndefined();
    expect(failed(4, 'Timeout')).toBeInstanceOf(EventStoreUnavailableError);
    const refusal = failed(3, 'MaximumAppendSizeExceeded');
    expect(refusal).not.toBeInstanceOf(EventStoreUnavailableError);
    expect((refusal as Error).message).toMatch(/why .*MaximumAppendSizeExceeded/);
    expect(() => answer(() => undefined)).toThrow('without a result');
  });
});
