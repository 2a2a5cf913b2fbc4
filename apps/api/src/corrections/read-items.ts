import { DomainError } from '#kernel';
import { fromText } from '#platform';
import { type CommandGateway } from '#platform/commands';
import type { Readable } from 'node:stream';
import { malformed, readRows, type RowFormat } from '../commands/read-rows.js';

const limits = { bytes: 32 * 1024 * 1024, rows: 5_000, lineCharacters: 64 * 1024 };

/** A row of the file. No types are declared: texts stay texts until the act is known. */
class CorrectionRow {
  act?: unknown;
}

interface RawItem {
  readonly act?: unknown;
  readonly body?: unknown;
  readonly corrects?: { readonly stream?: unknown; readonly revision?: unknown };
}

/**
 * Items of a correction from a file: `act`, `corrects.stream`, `corrects.revision`, and `body.<field>` for each field of
 * the command; in NDJSON the same as objects. @throws RequestError, DomainError for a row that can't be read
 */
export async function readItems(gateway: CommandGateway, input: Readable, format: RowFormat): Promise<object[]> {
  const items: object[] = [];
  for await (const { row, body } of readRows(input, format, CorrectionRow, limits)) {
    if (body === malformed) throw new DomainError('bulk.row-malformed', { row }, 'field');
    items.push(format === 'ndjson' ? (body as object) : typed(gateway, body as RawItem));
  }
  return items;
}

function typed(gateway: CommandGateway, { act, body, corrects }: RawItem): object {
  if (typeof act !== 'string') return { body, corrects };
  const { revision, stream } = corrects ?? {};
  const number = typeof revision === 'string' && /^\d+$/.test(revision) ? Number(revision) : revision;
  const type = gateway.act(act).command as new () => object;
  return { act, body: fromText(type, flat(body)), corrects: { stream, revision: number } };
}

/** `{decision: {number: '1'}}` → `{'decision.number': '1'}`, as the header of the file had it. */
function flat(value: unknown, path: readonly string[] = []): Record<string, unknown> {
  if (typeof value !== 'object' || value === null) return path.length > 0 ? { [path.join('.')]: value } : {};
  return Object.assign({}, ...Object.entries(value).map(([name, each]) => flat(each, [...path, name]))) as Record<
    string,
    unknown
  >;
}
