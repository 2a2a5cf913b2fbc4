import { checkDataFolder } from '../log/data-folder.js';
import { FolderLock } from '../log/folder-lock.js';
import { LmdbLog } from '../log/lmdb-log.js';
import { StoredEvent } from '../log/stored-event.js';
import { TOMBSTONE } from '../protocol/constants.js';

export interface VerifyResult {
  readonly events: number;
  readonly streams: number;
  /** One line each; empty when the folder is whole. At most {@link MOST_PROBLEMS}. */
  readonly problems: readonly string[];
}

const MOST_PROBLEMS = 20;

/**
 * Reads every event of a data folder that no node runs on: its checksum, its place in its stream, and the indexes in
 * both directions. Memory does not grow with the log. Rejects with DataFolderError when the folder can't be opened.
 */
export async function verifyData(folder: string): Promise<VerifyResult> {
  const file = checkDataFolder(folder);
  const lock = await FolderLock.acquire(folder, async () => 'error the folder is being verified');
  try {
    const log = new LmdbLog(file);
    try {
      return check(log);
    } finally {
      await log.close();
    }
  } finally {
    await lock.release();
  }
}

function check(log: LmdbLog): VerifyResult {
  const problems: string[] = [];
  let indexed = 0;
  for (let position = 1; position <= log.lastPosition && problems.length < MOST_PROBLEMS; position++) {
    const problem = problemOf(log, position);
    if (problem) problems.push(`event ${position}: ${problem}`);
    const bytes = log.glance(position);
    if (bytes && new StoredEvent(bytes, position).revision < TOMBSTONE) indexed++;
  }
  let counted = 0;
  for (const head of log.allHeads()) counted += head.last + 1;
  if (problems.length === 0 && (counted !== indexed || log.revisionCount !== indexed)) {
    problems.push(`${indexed} events have a revision, the streams count ${counted}, the index ${log.revisionCount}`);
  }
  return { events: log.lastPosition, streams: log.streamCount, problems };
}

function problemOf(log: LmdbLog, position: number): string | undefined {
  const bytes = log.read(position);
  if (!bytes) return 'missing';
  const event = new StoredEvent(bytes, position);
  if (!event.isIntact()) return 'its bytes are not those that were written';
  const head = log.head(event.stream);
  if (!head) return `its stream ${event.stream} is unknown`;
  if (event.revision >= TOMBSTONE) return head.tombstone === position ? undefined : 'the stream has another tombstone';
  if (event.revision > head.last) return `its stream ends at revision ${head.last}`;
  if (log.positionOf(head.number, event.revision) !== position) return 'the index of revisions names another event';
  return undefined;
}
