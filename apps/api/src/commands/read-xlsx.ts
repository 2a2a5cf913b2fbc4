import { badRequest, RequestError } from '#platform/http';
import { readSheet } from 'read-excel-file/node';
import type { Readable } from 'node:stream';
import type { RowLimits } from './read-rows.js';

/** A workbook is held in memory as a whole, several times its packed size. */
const packedLimit = 8 * 1024 * 1024;
const unpackedLimit = 128 * 1024 * 1024;

/**
 * The cells of the first sheet as texts, row by row: a day as `YYYY-MM-DD`, an empty cell as ''.
 * @throws RequestError: too large, or no workbook
 */
export async function xlsxRecords(input: Readable, limits: RowLimits): Promise<readonly string[][]> {
  const file = await whole(input, Math.min(limits.bytes, packedLimit));
  if (unpackedBytes(file) > unpackedLimit) {
    throw new RequestError(413, 'bulk.too-large', { details: { limitBytes: unpackedLimit } });
  }
  const rows = await readSheet(file).catch((error: unknown) => {
    throw badRequest('bulk.xlsx-malformed', { problem: error instanceof Error ? error.message : String(error) });
  });
  return rows.map((cells) => cells.map(textOf));
}

function textOf(cell: unknown): string {
  if (cell === null || cell === undefined) return '';
  // A day has no time and no zone in a sheet; the library gives its midnight in UTC.
  if (cell instanceof Date) return cell.toISOString().slice(0, 10);
  return String(cell as string | number | boolean).trim();
}

async function whole(input: Readable, limit: number): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  try {
    // Left open on a refusal, so that it can still be sent on the connection.
    for await (const chunk of input.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
      bytes += chunk.length;
      if (bytes > limit) throw new RequestError(413, 'bulk.too-large', { details: { limitBytes: limit } });
      chunks.push(chunk);
    }
  } finally {
    input.resume();
  }
  return Buffer.concat(chunks);
}

/** What a zip file says that it holds: its directory, at the end, lists the size of each file (APPNOTE 4.3.12, 4.3.16). */
function unpackedBytes(file: Buffer): number {
  const end = file.lastIndexOf(Buffer.from('PK\x05\x06', 'latin1'));
  if (end < 0 || end + 22 > file.length) throw badRequest('bulk.xlsx-malformed', { problem: 'no zip file' });
  const entry = Buffer.from('PK\x01\x02', 'latin1');
  let [at, bytes] = [file.readUInt32LE(end + 16), 0];
  while (at + 46 <= end && file.subarray(at, at + 4).equals(entry)) {
    bytes += file.readUInt32LE(at + 24);
    at += 46 + file.readUInt16LE(at + 28) + file.readUInt16LE(at + 30) + file.readUInt16LE(at + 32);
  }
  return bytes;
}
