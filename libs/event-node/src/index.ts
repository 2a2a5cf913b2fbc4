export { startEventNode } from './node.js';
export type { EventNode, EventNodeOptions, NodeLogger } from './node.js';
export { DataFolderError } from './log/data-folder.js';
export { backupEvents } from './maintenance/backup-events.js';
export type { BackupOptions, BackupResult } from './maintenance/backup-events.js';
export { verifyData } from './maintenance/verify-data.js';
export type { VerifyResult } from './maintenance/verify-data.js';
export { CopyError, copyEvents } from './copy/copy-events.js';
export type { CopyOptions, CopyProgress, CopyResult } from './copy/copy-events.js';
