import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createConnection, createServer } from 'node:net';

/** Starts real processes for a measurement and ends them all, last first, however it goes. */
export class BenchProcesses {
  private readonly endings: (() => Promise<unknown>)[] = [];

  atEnd(ending: () => Promise<unknown>): void {
    this.endings.push(ending);
  }

  /**
   * @param entry compiled module, relative to the build folder
   * @param port waited for when given
   */
  async start(
    entry: string,
    args: readonly string[],
    env: Readonly<Record<string, string>>,
    port?: number,
  ): Promise<ChildProcess> {
    const path = new URL(`../../../${entry}`, import.meta.url);
    const stdio = ['ignore', 'ignore', 'inherit', 'ipc'] as const;
    const child = fork(path, args, { env: { ...process.env, ...env }, stdio: [...stdio] });
    this.atEnd(async () => {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const exited = once(child, 'exit');
      child.kill('SIGTERM');
      await exited;
    });
    while (port !== undefined && !(await takesConnections(port))) {
      if (child.exitCode !== null) throw new Error(`${entry} ended with code ${child.exitCode}`);
      await new Promise((again) => setTimeout(again, 50));
    }
    return child;
  }

  freePort(): Promise<number> {
    return new Promise((found, fail) => {
      const probe = createServer();
      probe.once('error', fail);
      probe.listen(0, '127.0.0.1', () => {
        const { port } = probe.address() as { port: number };
        probe.close(() => found(port));
      });
    });
  }

  async end(): Promise<void> {
    for (const ending of this.endings.reverse()) await ending();
  }
}

function takesConnections(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = createConnection({ host: '127.0.0.1', port });
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });
}
