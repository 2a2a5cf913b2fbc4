import { InvalidArgumentError, Option, program } from 'commander';
import { startEventNode, verifyData } from '#event-node';

program
  .name('event-node')
  .description('An EventStoreDB-compatible single node: durable, insecure, one process.')
  .option('--port <number>', 'port to listen on, 0 for any', portNumber, 2113)
  .option('--host <address>', 'address to listen on', '127.0.0.1')
  .option('--data <folder>', 'data folder, created when new')
  .option('--in-memory', 'keep nothing: everything is gone when the node stops')
  .option('--verify', 'check the data folder, say what is wrong, and exit')
  .addOption(
    new Option('--max-append-size <bytes>', 'largest sum of event sizes of one append')
      .env('EVENTSTORE_MAX_APPEND_SIZE')
      .default(1024 * 1024)
      .argParser(positive),
  );

function portNumber(value: string): number {
  const port = Number(value);
  if (!Number.isInteger(port) || port < 0 || port > 65_535) throw new InvalidArgumentError('A port is 0 to 65535.');
  return port;
}

function positive(value: string): number {
  const size = Number(value);
  if (!Number.isInteger(size) || size < 1) throw new InvalidArgumentError('A positive number of bytes.');
  return size;
}

interface Flags {
  readonly port: number;
  readonly host: string;
  readonly data?: string;
  readonly inMemory?: true;
  readonly verify?: true;
  readonly maxAppendSize: number;
}

async function main(flags: Flags): Promise<void> {
  if (flags.inMemory ? flags.data !== undefined : flags.data === undefined) {
    throw new Error('name either --data DIR or --in-memory');
  }
  if (flags.verify) return verify(flags.data);
  const data = flags.data ?? 'memory';
  const node = await startEventNode({ host: flags.host, port: flags.port, data, maxAppendSize: flags.maxAppendSize });
  process.stdout.write(`event node listening on ${node.address} (data: ${data})\n`);
  const stop = (): void => {
    node.stop().then(() => process.exit(0), fail);
  };
  process.once('SIGTERM', stop);
  process.once('SIGINT', stop);
}

async function verify(folder: string | undefined): Promise<void> {
  if (folder === undefined) throw new Error('--verify needs --data DIR');
  const { events, streams, problems } = await verifyData(folder);
  for (const problem of problems) process.stderr.write(`event node: ${folder}: ${problem}\n`);
  if (problems.length > 0) process.exit(1);
  process.stdout.write(`${folder} is whole: ${events} events in ${streams} streams\n`);
}

function fail(error: unknown): void {
  const code = (error as NodeJS.ErrnoException).code;
  const reason = error instanceof Error ? error.message : String(error);
  const text = code === 'EADDRINUSE' ? `port ${program.opts<Flags>().port} is in use` : reason;
  process.stderr.write(`event node: ${text}\n`);
  process.exit(1);
}

main(program.parse().opts<Flags>()).catch(fail);
