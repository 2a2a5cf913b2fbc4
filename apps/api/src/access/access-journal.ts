import { readsAtOnce, type Read } from '#contexts/inspections';
import { dateOf, derivedId, DomainError, rootUnitId, type Actor } from '#kernel';
import type { CommandGateway } from '#platform/commands';
import { PersonKeyDestroyedError } from '#privacy';
import { randomUUID } from 'node:crypto';
import { appendFileSync, mkdirSync } from 'node:fs';
import { readdir, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';

export interface JournalEntry extends Read {
  readonly reader: string;
  readonly readerScope: string;
}

export interface JournalLog {
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
}

const flushMs = 60_000;
const entriesAtMost = 1_000;

/** The journal itself; its events' timeline is nobody's. */
const writer: Actor = { subject: derivedId('access-log'), role: 'system', unitId: rootUnitId };

/**
 * Reads wait in a file until they are events: appending a line costs some 20 µs, an event per look would cost a
 * thousand times that. The file outlives a killed process: the next one that starts on the folder records it, under
 * command ids that are derived from it, so that nothing is recorded twice. Lost are lines that the operating system had
 * not written when the machine itself went down.
 */
export class AccessJournal {
  private segment: string | undefined;
  private entries = 0;
  private timer: NodeJS.Timeout | undefined;
  private flushing: Promise<void> = Promise.resolve();

  constructor(
    private readonly folder: string,
    private readonly gateway: Pick<CommandGateway, 'submit'>,
    private readonly log: JournalLog,
  ) {}

  start(): void {
    this.timer = setInterval(() => void this.flush(), flushMs).unref();
    void this.flush();
  }

  note(entry: JournalEntry): void {
    try {
      if (this.segment === undefined) {
        mkdirSync(this.folder, { recursive: true, mode: 0o700 });
        this.segment = join(this.folder, `${process.pid}-${randomUUID()}.ndjson`);
      }
      appendFileSync(this.segment, `${JSON.stringify(entry)}\n`, { mode: 0o600 });
    } catch (error) {
      // The look is named here, so that the log of the process still tells of it.
      this.log.error({ err: error, entry }, 'a look at data could not be written to the access journal');
    }
    if (++this.entries >= entriesAtMost) void this.flush();
  }

  /** Records what is in the files of this process and of those that are gone. Never rejects; what fails waits. */
  flush(): Promise<void> {
    this.segment = undefined;
    this.entries = 0;
    this.flushing = this.flushing.then(() => this.recordAll());
    return this.flushing;
  }

  async stop(): Promise<void> {
    clearInterval(this.timer);
    await this.flush();
  }

  private async recordAll(): Promise<void> {
    for (const name of await this.left()) {
      const file = join(this.folder, name);
      if (file === this.segment || !isOursOrLeft(name)) continue;
      try {
        await this.record(name.replace(/^\d+-|\.ndjson$/g, ''), await readFile(file, 'utf8'));
        await rm(file);
      } catch (error) {
        if (!(error instanceof DomainError)) {
          this.log.warn({ err: error, file: name }, 'looks at data wait in the access journal');
          return;
        }
        // Kept for a person to look at; the others go on.
        await rename(file, `${file}.refused`);
        this.log.error({ err: error, file: name }, 'looks at data could not be recorded');
      }
    }
  }

  /** Names of the files there are. A folder that can't be read is told of: its looks would wait unseen. */
  private async left(): Promise<readonly string[]> {
    try {
      return await readdir(this.folder);
    } catch (error) {
      // Made with the first look.
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') {
        this.log.error({ err: error }, 'the folder of the access journal can not be read');
      }
      return [];
    }
  }

  private async record(segmentId: string, text: string): Promise<void> {
    for (const [part, { day, reads, ...who }] of parts(text).entries()) {
      const commandId = derivedId(segmentId, part);
      try {
        await this.gateway.submit('record-reads', { day, ...who, reads }, { commandId, actor: writer });
      } catch (error) {
        if (!(error instanceof PersonKeyDestroyedError)) throw error;
        this.log.warn({ day, looks: reads.length }, 'looks at data came after the retention of their month had ended');
      }
    }
  }
}

function isOursOrLeft(name: string): boolean {
  const pid = Number(/^(\d+)-[0-9a-f-]{36}\.ndjson$/.exec(name)?.[1] ?? NaN);
  if (Number.isNaN(pid)) return false;
  if (pid === process.pid) return true;
  try {
    process.kill(pid, 0);
    return false;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ESRCH';
  }
}

interface Part {
  readonly day: string;
  readonly reader: string;
  readonly readerScope: string;
  readonly reads: Read[];
}

/** By reader and day, at most {@link readsAtOnce} each; the same text gives the same parts. */
export function parts(text: string): Part[] {
  const open = new Map<string, Part>();
  const all: Part[] = [];
  for (const line of text.split('\n')) {
    const entry = parsed(line);
    if (!entry) continue;
    const { reader, readerScope, ...read } = entry;
    const day = dateOf(read.at);
    const key = `${day} ${reader} ${readerScope}`;
    let part = open.get(key);
    if (!part || part.reads.length >= readsAtOnce) {
      part = { day, reader, readerScope, reads: [] };
      open.set(key, part);
      all.push(part);
    }
    part.reads.push(read);
  }
  return all;
}

/** The last line of a process that was killed may be half a line. */
function parsed(line: string): JournalEntry | undefined {
  try {
    return line === '' ? undefined : (JSON.parse(line) as JournalEntry);
  } catch {
    return undefined;
  }
}
