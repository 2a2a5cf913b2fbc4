/** 2^64-1: "end" or "none" in every unsigned 64-bit field (a long -1). */
export const MAX_UINT64 = 0xffffffffffffffffn;

/** 2^63-1: the revision of a tombstone, and `$tb` of a soft-deleted stream. */
export const DELETED_REVISION = 0x7fffffffffffffffn;

/** {@link DELETED_REVISION} where revisions are JS numbers: no real revision comes near it. */
export const TOMBSTONE = 2 ** 63;

export function revisionOnWire(revision: number): bigint {
  return revision >= TOMBSTONE ? DELETED_REVISION : BigInt(revision);
}

/** gRPC status codes by their published numbers. */
export const Status = {
  OK: 0,
  CANCELLED: 1,
  UNKNOWN: 2,
  INVALID_ARGUMENT: 3,
  DEADLINE_EXCEEDED: 4,
  NOT_FOUND: 5,
  ALREADY_EXISTS: 6,
  PERMISSION_DENIED: 7,
  RESOURCE_EXHAUSTED: 8,
  FAILED_PRECONDITION: 9,
  ABORTED: 10,
  UNIMPLEMENTED: 12,
  INTERNAL: 13,
  UNAVAILABLE: 14,
} as const;
export type Status = (typeof Status)[keyof typeof Status];
