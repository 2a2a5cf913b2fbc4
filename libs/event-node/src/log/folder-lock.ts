import { createConnection, createServer } from 'node:net';
import type { Server, Socket } from 'node:net';
import { closeSync, existsSync, openSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { DataFolderError, SOCKET_NAME } from './data-folder.js';

/** What a running node answers on its folder's socket, one line each way. */
export type FolderCommand = (line: string) => Promise<string>;

/**
 * Holds a data folder by listening on a unix socket inside it. The kernel takes the listener away when the
 * process dies, however it dies, so a stale file never blocks a restart; the same socket is the local channel
 * for commands such as a hot backup.
 */
export class FolderLock {
  private constructor(
    private readonly server: Server,
    private readonly path: SocketPath,
    private readonly sockets: ReadonlySet<Socket>,
  ) {}

  static async acquire(folder: string, command: FolderCommand): Promise<FolderLock> {
    const takingOver = await guardTakeover(folder);
    try {
      if (await isHeld(folder)) throw inUse(folder);
      rmSync(join(folder, SOCKET_NAME), { force: true });
      return await FolderLock.listen(folder, command);
    } finally {
      takingOver?.close();
    }
  }

  private static async listen(folder: string, command: FolderCommand): Promise<FolderLock> {
    const path = new SocketPath(folder);
    const sockets = new Set<Socket>();
    const server = createServer({ allowHalfOpen: true }, (socket) => {
      sockets.add(socket);
      socket.on('close', () => sockets.delete(socket));
      serve(socket, command);
    });
    try {
      await listen(server, path.address);
    } catch (error) {
      path.close();
      throw new DataFolderError(`${folder} can't be locked: ${(error as Error).message}`);
    }
    return new FolderLock(server, path, sockets);
  }

  async release(): Promise<void> {
    const closed = new Promise<void>((resolve) => this.server.close(() => resolve()));
    for (const socket of this.sockets) socket.destroy();
    await closed;
    this.path.close();
  }
}

const inUse = (folder: string): DataFolderError => new DataFolderError(`${folder} is in use by another event node`);

/**
 * Between finding nobody behind a killed node's socket and listening in its place, another node could do the same. On
 * Linux an abstract socket, which leaves no file and dies with its process, keeps that to one at a time.
 */
async function guardTakeover(folder: string): Promise<Server | undefined> {
  if (process.platform !== 'linux') return undefined;
  const { dev, ino } = statSync(folder);
  const guard = createServer();
  try {
    await listen(guard, `\0event-node-${dev}-${ino}`);
    return guard;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EADDRINUSE') throw inUse(folder);
    throw error;
  }
}

async function isHeld(folder: string): Promise<boolean> {
  const path = new SocketPath(folder);
  try {
    return await answers(path.address);
  } finally {
    path.close();
  }
}

/** One command to the node that holds the folder; undefined when no node does. */
export async function askRunningNode(folder: string, line: string): Promise<string | undefined> {
  if (!existsSync(join(folder, SOCKET_NAME))) return undefined;
  const path = new SocketPath(folder);
  try {
    if (!(await answers(path.address))) return undefined;
    return await ask(path.address, line);
  } finally {
    path.close();
  }
}

/** Socket addresses are limited to 107 bytes: on Linux a long folder is reached through its open descriptor. */
class SocketPath {
  private readonly handle: number | undefined;
  readonly address: string;

  constructor(folder: string) {
    const direct = join(folder, SOCKET_NAME);
    if (process.platform === 'linux' && Buffer.byteLength(direct) > 100) {
      this.handle = openSync(folder, 'r');
      this.address = `/proc/self/fd/${this.handle}/${SOCKET_NAME}`;
    } else this.address = direct;
  }

  close(): void {
    if (this.handle !== undefined) closeSync(this.handle);
  }
}

function listen(server: Server, address: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(address, () => {
      server.unref();
      resolve();
    });
  });
}

function answers(address: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = createConnection(address);
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });
}

function ask(address: string, line: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = createConnection(address);
    let answer = '';
    socket.setEncoding('utf8');
    socket.on('data', (text: string) => (answer += text));
    socket.once('error', reject);
    socket.once('end', () => resolve(answer.trimEnd()));
    socket.end(`${line}\n`);
  });
}

const LONGEST_COMMAND = 16_384;

function serve(socket: Socket, command: FolderCommand): void {
  let received = '';
  socket.setEncoding('utf8');
  // A client that goes away early is its own business.
  socket.on('error', () => socket.destroy());
  socket.on('end', () => {
    if (!received.includes('\n')) socket.end();
  });
  socket.on('data', (text: string) => {
    received += text;
    if (received.length > LONGEST_COMMAND) return void socket.destroy();
    const end = received.indexOf('\n');
    if (end < 0) return;
    socket.removeAllListeners('data');
    command(received.slice(0, end)).then(
      (answer) => socket.end(`${answer}\n`),
      (error: unknown) => socket.end(`error ${error instanceof Error ? error.message : String(error)}\n`),
    );
  });
}
