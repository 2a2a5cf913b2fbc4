import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { createInterface } from 'node:readline';

const MAIN = 'dist/apps/event-node/src/main.js';

/** The built event node as its own process, as `npm run event-node` starts it. */
export interface NodeProcess {
  readonly address: string;
  readonly connectionString: string;
  readonly pid: number;
  /** What it has complained about so far. */
  stderr(): string;
  /** Ends it by a signal; resolves when the process is gone, with its exit code. */
  end(signal: NodeJS.Signals): Promise<number | null>;
}

export function spawnNode(...flags: string[]): Promise<NodeProcess> {
  return started(spawn(process.execPath, [MAIN, ...flags], { stdio: ['ignore', 'pipe', 'pipe'] }));
}

/** A node whose files may not grow beyond `blocks` (of 512 or 1024 bytes): to it the disk is full. */
export function spawnNodeWithFileLimit(blocks: number, ...flags: string[]): Promise<NodeProcess> {
  const command = [`ulimit -f ${blocks}; exec "$0" "$@"`, process.execPath, MAIN, ...flags];
  return started(spawn('sh', ['-c', ...command], { stdio: ['ignore', 'pipe', 'pipe'] }));
}

async function started(child: ChildProcess): Promise<NodeProcess> {
  const gone = new Promise<number | null>((resolve) => child.once('exit', (code) => resolve(code)));
  let complaints = '';
  child.stderr?.on('data', (text: Buffer) => (complaints += text.toString()));
  const address = await listeningAddress(child).catch(async (error: unknown) => {
    await gone;
    throw new Error(`${String(error)}: ${complaints}`);
  });
  return {
    address,
    connectionString: `esdb://${address}?tls=false`,
    pid: child.pid ?? -1,
    stderr: () => complaints,
    end: (signal) => {
      child.kill(signal);
      return gone;
    },
  };
}

async function listeningAddress(child: ChildProcess): Promise<string> {
  if (!child.stdout) throw new Error('the process has no output');
  for await (const line of createInterface({ input: child.stdout })) {
    const address = /^event node listening on (\S+) \(data: /.exec(line)?.[1];
    if (address) return address;
  }
  throw new Error('the node ended before it listened');
}

/** Runs the node to its end; for calls that are expected to fail at once. */
export async function runNode(...flags: string[]): Promise<{ code: number | null; stdout: string; stderr: string }> {
  const child = spawn(process.execPath, [MAIN, ...flags], { stdio: ['ignore', 'pipe', 'pipe'] });
  let stdout = '';
  let stderr = '';
  child.stdout.on('data', (text: Buffer) => (stdout += text.toString()));
  child.stderr.on('data', (text: Buffer) => (stderr += text.toString()));
  const code = await new Promise<number | null>((resolve) => child.once('close', resolve));
  return { code, stdout, stderr };
}
