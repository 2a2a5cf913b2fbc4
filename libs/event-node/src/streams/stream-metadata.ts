import { DELETED_REVISION } from '../protocol/constants.js';

/** What a stream's metadata says about truncation. Absent keys are undefined. */
export interface StreamMetadata {
  readonly maxCount?: number;
  /** Seconds. */
  readonly maxAge?: number;
  /** First readable revision. */
  readonly truncateBefore?: number;
  /** `$tb` is 2^63-1: the stream was deleted, and continues at its next revision when written again. */
  readonly softDeleted: boolean;
  /** The whole object as text without `$tb`, kept when an undelete rewrites the metadata. */
  readonly otherKeys: Readonly<Record<string, unknown>>;
}

export const NO_METADATA: StreamMetadata = { softDeleted: false, otherKeys: {} };

export const METADATA_TYPE = '$metadata';
export const DELETED_METADATA = `{"$tb":${DELETED_REVISION}}`;

export const metadataStreamOf = (stream: string): string => `$$${stream}`;
export const isMetadataStream = (stream: string): boolean => stream.startsWith('$$') && stream.length > 2;
export const ownerOfMetadata = (stream: string): string => stream.slice(2);

const INTEGER_KEYS = ['$maxCount', '$maxAge', '$tb', '$cacheControl'];

/**
 * Reads the data of the newest event of `$$stream`. A known key of the wrong type, or text that is not a JSON
 * object, makes the whole metadata count as empty; a number that is not positive makes its key absent.
 */
export function parseMetadata(isJson: boolean, data: Buffer): StreamMetadata {
  if (!isJson) return NO_METADATA;
  const text = data.toString('utf8');
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    return NO_METADATA;
  }
  if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed)) return NO_METADATA;
  const values = parsed as Record<string, unknown>;
  for (const key of INTEGER_KEYS) {
    if (key in values && !Number.isInteger(values[key])) return NO_METADATA;
  }
  if ('$tmp' in values && typeof values['$tmp'] !== 'boolean') return NO_METADATA;
  const acl = values['$acl'];
  if (acl !== undefined && (typeof acl !== 'object' || acl === null)) return NO_METADATA;
  return fromValues(values);
}

function fromValues(values: Record<string, unknown>): StreamMetadata {
  const maxCount = values['$maxCount'] as number | undefined;
  const maxAge = values['$maxAge'] as number | undefined;
  const truncateBefore = values['$tb'] as number | undefined;
  const otherKeys = { ...values };
  delete otherKeys['$tb'];
  return {
    ...(maxCount !== undefined && maxCount > 0 && { maxCount }),
    ...(maxAge !== undefined && maxAge > 0 && { maxAge }),
    ...(truncateBefore !== undefined && truncateBefore >= 0 && { truncateBefore }),
    // 2^63-1 is not a JS number: parsed, it is 2^63, and no stream grows that long.
    softDeleted: truncateBefore !== undefined && truncateBefore >= Number(DELETED_REVISION),
    otherKeys,
  };
}

/** The metadata a write to a soft-deleted stream leaves: the same keys, readable again from `firstRevision`. */
export function undeletedMetadata(metadata: StreamMetadata, firstRevision: number): string {
  return JSON.stringify({ ...metadata.otherKeys, $tb: firstRevision });
}

/** The lowest revision that $tb and $maxCount leave readable ($maxAge depends on the clock and is applied when reading). */
export function firstKept(metadata: StreamMetadata, last: number): number {
  const byCount = metadata.maxCount === undefined ? 0 : last - metadata.maxCount + 1;
  return Math.max(0, byCount, metadata.truncateBefore ?? 0);
}
