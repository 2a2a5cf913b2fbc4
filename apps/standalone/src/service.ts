import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { open, readFile, rename } from 'node:fs/promises';
import { createConnection } from 'node:net';
import { fileURLToPath } from 'node:url';

/** A process that did not start; the message is the last line it wrote. */
export class ServiceStartError extends Error {
  override readonly name = 'ServiceStartError';
}

export interface ServiceOptions {
  readonly name: string;
  /** Compiled entry, relative to the folder of all apps, e.g. `api/src/main.js`. */
  readonly entry: string;
  readonly args?: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  /** Takes connections once the service is up; a service without one counts as up when started. */
  readonly listensOn?: { readonly host: string; readonly port: number };
  readonly logFile: string;
  /** Told when a process was started, and how it ended when it ended by itself and will be started again. */
  readonly onChange: (ended?: string) => void;
}

const startTimeoutMs = 60_000;
const stopTimeoutMs = 15_000;
const restartDelaysMs = [200, 1_000, 5_000] as const;
/** A process that ran this long was healthy: the next restart waits the shortest time again. */
const healthyAfterMs = 30_000;

const apps = new URL('../../', import.meta.url);
const wrapper = fileURLToPath(new URL('./supervised.js', import.meta.url));

/** One process kept running until told to stop. */
export class Service {
  private child: ChildProcess | undefined;
  private isStopping = false;
  private failures = 0;
  private startedAt = 0;
  private restartTimer: NodeJS.Timeout | undefined;

  constructor(private readonly options: ServiceOptions) {}

  get pid(): number | undefined {
    return this.child?.pid;
  }

  /** Resolves when it takes connections. @throws ServiceStartError */
  async start(): Promise<void> {
    await rename(this.options.logFile, `${this.options.logFile}.1`).catch(ignoreMissing);
    const child = await this.spawn();
    await this.untilListening(child);
    child.once('exit', (code, signal) => this.restart(signal ?? `exit code ${code}`));
  }

  /** SIGTERM, then SIGKILL for a process that does not end in time. */
  async stop(): Promise<void> {
    this.isStopping = true;
    clearTimeout(this.restartTimer);
    const { child } = this;
    if (child?.exitCode !== null || child.signalCode !== null) return;
    const exited = once(child, 'exit');
    child.kill('SIGTERM');
    const timer = setTimeout(() => child.kill('SIGKILL'), stopTimeoutMs);
    await exited;
    clearTimeout(timer);
  }

  private async spawn(): Promise<ChildProcess> {
    const { entry, args = [], env, logFile } = this.options;
    const log = await open(logFile, 'a', 0o600);
    this.startedAt = Date.now();
    // Detached: Ctrl-C reaches the supervisor alone, which then stops everything in order.
    const child = fork(wrapper, [fileURLToPath(new URL(entry, apps)), ...args], {
      env: { ...process.env, ...env },
      detached: true,
      stdio: ['ignore', log.fd, log.fd, 'ipc'],
    });
    await log.close();
    this.child = child;
    this.options.onChange();
    return child;
  }

  private restart(how: string): void {
    if (this.isStopping) return;
    if (Date.now() - this.startedAt > healthyAfterMs) this.failures = 0;
    const delay = restartDelaysMs[Math.min(this.failures++, restartDelaysMs.length - 1)]!;
    this.options.onChange(how);
    this.restartTimer = setTimeout(() => {
      this.spawn().then(
        (child) => child.once('exit', (code, signal) => this.restart(signal ?? `exit code ${code}`)),
        (error: unknown) => this.restart(String(error)),
      );
    }, delay);
  }

  private async untilListening(child: ChildProcess): Promise<void> {
    const { listensOn, name } = this.options;
    const deadline = Date.now() + startTimeoutMs;
    while (listensOn && !(await takesConnections(listensOn))) {
      if (child.exitCode !== null || child.signalCode !== null) throw new ServiceStartError(await this.lastWords());
      if (Date.now() > deadline) {
        child.kill('SIGKILL');
        throw new ServiceStartError(
          `${name} did not start within ${startTimeoutMs / 1000} s; see ${this.options.logFile}`,
        );
      }
      await new Promise((again) => setTimeout(again, 50));
    }
  }

  private async lastWords(): Promise<string> {
    const { logFile, name } = this.options;
    const last = (await readFile(logFile, 'utf8')).trim().split('\n').at(-1);
    return last ? `${name}: ${last}` : `${name} ended without a word`;
  }
}

function takesConnections({ host, port }: { host: string; port: number }): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = createConnection({ host, port });
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });
}

function ignoreMissing(error: unknown): void {
  if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
}
