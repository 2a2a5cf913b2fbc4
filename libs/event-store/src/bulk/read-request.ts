import type { Position } from '#kernel';
import { framed } from './grpc-call.js';
import { integerField, messageField, textField } from './protobuf.js';

/** Events that the server looks at per page of its own. */
const searchWindow = 500;
const all = Number.MAX_SAFE_INTEGER;
const nothing = (field: number): Buffer => messageField(field);

/** `ReadReq` for `$all` forwards from a position inclusive, as one gRPC frame; the server filters by type. */
export function readAllRequest(from: Position | undefined, types: readonly string[] | undefined): Buffer {
  const start = from ? messageField(1, integerField(1, from.commit), integerField(2, from.prepare)) : nothing(2);
  const regex = types ? `^(?:${types.map(escapeRegex).join('|')})$` : '^[^\\$].*';
  const filter = [messageField(2, textField(1, regex)), integerField(3, searchWindow), integerField(5, 1)];
  const options = [
    messageField(2, start),
    integerField(3, 0),
    integerField(5, all),
    messageField(7, ...filter),
    messageField(9, nothing(2)),
  ];
  return framed(messageField(1, ...options));
}

const escapeRegex = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
