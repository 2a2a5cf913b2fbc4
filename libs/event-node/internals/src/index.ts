/** Parts of the node that its bench, soak and fuzz drive directly. Not for applications: those use `#event-node`. */
export { prepareDataFolder } from '../../src/log/data-folder.js';
export { LmdbLog } from '../../src/log/lmdb-log.js';
export { bytes, empty, frame, integer, message, signed, text } from '../../src/protocol/writer.js';
export { EventStore } from '../../src/reading/event-store.js';
export { RecentIds } from '../../src/streams/recent-ids.js';
export { Staging } from '../../src/streams/staging.js';
