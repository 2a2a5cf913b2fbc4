import { fillFolder } from './meeting-log.js';

/** In a process of its own: what the log's map takes of the memory is not the rebuild's. */
const [folder, count] = process.argv.slice(2) as [string, string];
await fillFolder(folder, Number(count));
