export { startEventNode } from './node.js';
export type { EventNode, EventNodeOptions, NodeLogger } from './node.js';
export { DataFolderError } from './log/data-folder.js';
export { backupEvents } from './maintenance/backup-events.js';
export type { BackupOptions, BackupResult } from './maintenance/backup-events.js';
export { verifyData } from './maintenance/verify-data.js';
export type { VerifyResult } from './maintenance/verify-data.js';
export { CopyError, copyEvents } from './copy/copy-events.js';
export type { CopyOptions, CopyProgress, CopyResult } from './copy/copy-events.js';
/** Parts that the node's own bench, soak and fuzz drive directly; applications have no use for them. */
export { prepareDataFolder } from './log/data-folder.js';
export { LmdbLog } from './log/lmdb-log.js';
export { bytes, empty, frame, integer, message, signed, text } from './protocol/writer.js';
export { EventStore } from './reading/event-store.js';
export { RecentIds } from './streams/recent-ids.js';
export { Staging } from './streams/staging.js';
