import { LmdbLog } from './log/lmdb-log.js';
import { MemoryLog } from './log/memory-log.js';
import { prepareDataFolder } from './log/data-folder.js';
import type { EventLog } from './log/event-log.js';
import { FolderLock } from './log/folder-lock.js';
import { folderCommand } from './maintenance/backup-events.js';
import { EventStore } from './reading/event-store.js';
import { PersistentSubscriptions } from './persistent/persistent-subscriptions.js';
import { persistentService } from './services/persistent-service.js';
import { gossip, serverFeatures } from './services/node-services.js';
import { streamsV2Service } from './services/streams-v2-service.js';
import { streamsService } from './services/streams-service.js';
import { metadataEvent } from './streams/stream-writes.js';
import { Writer } from './streams/writer.js';
import { http1Listener } from './services/http1.js';
import type { CallHandler } from './transport/server.js';
import { NodeServer } from './transport/server.js';

export interface EventNodeOptions {
  /** Address to listen on, default 127.0.0.1. */
  readonly host?: string;
  /** 0 = any free port. */
  readonly port?: number;
  /** Data folder, created when new; or `'memory'`: nothing is kept. */
  readonly data: string;
  /** Bytes of all events of one append, default 1 MiB. */
  readonly maxAppendSize?: number;
  /** The address Gossip names, where clients reach the node; default the host and port listened on. */
  readonly advertise?: { readonly host: string; readonly port: number };
  /** Default: one line on stderr. */
  readonly logger?: NodeLogger;
}

/** Where the node tells what no client is told, such as a checkpoint it could not write. */
export interface NodeLogger {
  warn(message: string): void;
}

const stderrLogger: NodeLogger = { warn: (message) => void process.stderr.write(`event node: ${message}\n`) };

export interface EventNode {
  /** `host:port` */
  readonly address: string;
  readonly port: number;
  /** `esdb://host:port?tls=false` */
  readonly connectionString: string;
  /** Ends streaming calls, finishes what has been accepted, closes the folder. */
  stop(): Promise<void>;
}

/** What ServerFeatures claims: the first line of versions that has everything here, Streams v2 included. */
const SERVER_VERSION = '26.1.0';
const DEFAULT_MAX_APPEND = 1024 * 1024;

/**
 * Starts a node. Rejects with a one-line message when the port is busy (`EADDRINUSE`) or the folder is foreign,
 * torn or in use ({@link DataFolderError}).
 */
export async function startEventNode(options: EventNodeOptions): Promise<EventNode> {
  const opened = await openData(options.data);
  try {
    return await serve(options, opened);
  } catch (error) {
    await opened.close();
    throw error;
  }
}

interface OpenData {
  readonly log: EventLog;
  close(): Promise<void>;
}

async function openData(data: string): Promise<OpenData> {
  if (data === 'memory') {
    const log = new MemoryLog();
    return { log, close: () => log.close() };
  }
  const file = prepareDataFolder(data);
  let running: LmdbLog | undefined;
  const lock = await FolderLock.acquire(data, async (line) =>
    running ? folderCommand(running, line) : 'error the node is starting',
  );
  try {
    const log = new LmdbLog(file);
    running = log;
    return {
      log,
      close: async () => {
        await log.close();
        await lock.release();
      },
    };
  } catch (error) {
    await lock.release();
    throw error;
  }
}

async function serve(options: EventNodeOptions, opened: OpenData): Promise<EventNode> {
  const host = options.host ?? '127.0.0.1';
  const store = new EventStore(opened.log);
  const writer = new Writer(opened.log, (streams) => store.published(streams));
  const context = { store, writer, maxAppendSize: options.maxAppendSize ?? DEFAULT_MAX_APPEND };
  const logger = options.logger ?? stderrLogger;
  const groups = new PersistentSubscriptions(store, writer, (error) => logger.warn(error.message));
  const handlers = new Map<string, CallHandler>([
    ...streamsService(context),
    ...persistentService(context, groups),
    ...streamsV2Service(context),
    gossip(() => options.advertise ?? { host, port: server.port }),
  ]);
  handlers.set(...serverFeatures(SERVER_VERSION, () => handlers.keys()));
  const server = await NodeServer.listen({ host, port: options.port ?? 0, handlers, http1: http1Listener(context) });
  if (store.lastPosition === 0) await writeFirstEvent(writer, server.port);
  const address = `${host.includes(':') ? `[${host}]` : host}:${server.port}`;
  return {
    address,
    port: server.port,
    connectionString: `esdb://${address}?tls=false`,
    stop: async () => {
      await server.stop();
      await groups.stop();
      await writer.stop();
      await opened.close();
    },
  };
}

/** A fresh log of the real server is never empty; this is the one visible system event clients rely on. */
async function writeFirstEvent(writer: Writer, port: number): Promise<void> {
  await writer.submit(0, (staging) => {
    staging.append(`$$$stats-127.0.0.1:${port}`, metadataEvent('{"$maxAge":86400}'));
  });
}
