import { missingMetadataProperty } from './errors.js';
import type { MessageReader } from './reader.js';
import { MalformedMessage } from './reader.js';
import { NIL_UUID, readUuid } from './uuid.js';
import type { NewEvent } from '../streams/staging.js';

const NOTHING = Buffer.alloc(0);

/** ProposedMessage of Append and BatchAppend: 1 id, 2 metadata map (type, content-type), 3 custom metadata, 4 data. */
export function readProposedEvent(reader: MessageReader): NewEvent {
  let id: string | undefined;
  let type: string | undefined;
  let contentType: string | undefined;
  let metadata: Buffer = NOTHING;
  let data: Buffer = NOTHING;
  while (reader.next()) {
    switch (reader.field) {
      case 1:
        id = readUuid(reader.message());
        break;
      case 2: {
        const entry = readEntry(reader.message());
        if (entry.key === 'type') type = entry.value;
        else if (entry.key === 'content-type') contentType = entry.value;
        break;
      }
      case 3:
        metadata = reader.bytes();
        break;
      case 4:
        data = reader.bytes();
        break;
    }
  }
  if (type === undefined || contentType === undefined) throw missingMetadataProperty();
  if (type === '') throw new MalformedMessage('an event has no type');
  if (id === undefined || id === NIL_UUID) throw new MalformedMessage('an event has no id');
  return { id, type, isJson: contentType === 'application/json', metadata, data };
}

function readEntry(reader: MessageReader): { key: string; value: string } {
  let key = '';
  let value = '';
  while (reader.next()) {
    if (reader.field === 1) key = reader.string();
    else if (reader.field === 2) value = reader.string();
  }
  return { key, value };
}

/** What the size limits count: data, metadata, and the type in UTF-16. */
export function eventSize(event: NewEvent): number {
  return event.data.length + event.metadata.length + 2 * event.type.length;
}
