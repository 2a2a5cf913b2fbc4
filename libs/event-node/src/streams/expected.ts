/** The expected state of a stream: a revision (≥ 0) or one of these, by the numbers EventStoreDB uses. */
export const Expected = { NO_STREAM: -1, ANY: -2, STREAM_EXISTS: -4 } as const;

/** Only in Streams v2 checks: the stream is soft-deleted, or tombstoned. */
export const ExpectedDeleted = { SOFT: -5, TOMBSTONED: -6 } as const;
