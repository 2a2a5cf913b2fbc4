import { createRequire } from 'node:module';
import { TOMBSTONE } from '../protocol/constants.js';
import { StoredEvent, encodeEvent } from './stored-event.js';
import type { EventRecord } from './stored-event.js';

const { ReadResp } = createRequire(import.meta.url)('@eventstore/db-client/generated/streams_pb.js') as {
  ReadResp: { deserializeBinary(bytes: Uint8Array): { toObject(): { event: unknown } } };
};

const record: EventRecord = {
  position: 300_000,
  stream: 'chi-bộ-Ấp 4',
  revision: 12_345,
  id: '0f3b3b2e-96a6-4f7b-9d0a-2f1f6f0f5a11',
  type: 'ghi-nhận',
  isJson: true,
  created: 1_732_240_000_123,
  data: Buffer.from('{"a":1}'),
  metadata: Buffer.from('{"b":2}'),
};

test('is the frame that the official class decodes', () => {
  const stored = new StoredEvent(encodeEvent(record), record.position);
  expect(ReadResp.deserializeBinary(stored.frame.subarray(5)).toObject().event).toMatchObject({
    commitPosition: '300000',
    event: {
      id: { string: record.id },
      streamRevision: '12345',
      preparePosition: '300000',
      commitPosition: '300000',
      metadataMap: [
        ['content-type', 'application/json'],
        ['created', '17322400001230000'],
        ['type', 'ghi-nhận'],
      ],
      data: Buffer.from(record.data).toString('base64'),
      customMetadata: Buffer.from(record.metadata).toString('base64'),
    },
  });
  expect(stored.frame.readUInt32BE(1)).toBe(stored.frame.length - 5);
});

test.each([
  ['every field', record],
  ['nothing in data and metadata', { ...record, data: Buffer.alloc(0), metadata: Buffer.alloc(0), isJson: false }],
  ['a tombstone', { ...record, revision: TOMBSTONE, type: '$streamDeleted' }],
  ['a large event', { ...record, data: Buffer.alloc(300_000, 7) }],
])('gives back %s', (_what, written) => {
  const stored = new StoredEvent(encodeEvent(written), written.position);
  const { stream, revision, id, type, isJson, created, data, metadata } = stored;
  expect({ stream, revision, id, type, isJson, created, data, metadata }).toEqual({
    stream: written.stream,
    revision: written.revision,
    id: written.id,
    type: written.type,
    isJson: written.isJson,
    created: written.created,
    data: written.data,
    metadata: written.metadata,
  });
  expect(stored.isIntact()).toBe(true);
});

test('a changed byte anywhere is noticed', () => {
  const bytes = encodeEvent(record);
  for (let at = 4; at < bytes.length; at += 7) {
    const changed = Buffer.from(bytes);
    changed[at] = (changed[at] as number) ^ 1;
    expect(new StoredEvent(changed, record.position).isIntact()).toBe(false);
  }
});

test('only the bookkeeping of groups on $all is hidden from $all', () => {
  const hidden = (stream: string): boolean => new StoredEvent(encodeEvent({ ...record, stream }), 1).isHidden;
  expect(hidden('$persistentsubscription-$all::g-checkpoint')).toBe(true);
  expect(hidden('$persistentsubscription-$all::g-parked')).toBe(true);
  expect(hidden('$persistentsubscription-s::g-parked')).toBe(false);
  expect(hidden('$persistentSubscriptionConfig')).toBe(false);
});
