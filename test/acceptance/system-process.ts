import { runAudit } from '#audit';
import { contexts } from '#contexts';
import { startEventNode } from '#event-node';
import { connectEventStore, EventCodec } from '#event-store';
import { EventRegistry } from '#kernel';
import { createLogger, loadConfig, required } from '#platform';
import { ensureFirstAdmin, type FirstAdmin } from '#platform/identity';
import { commandDigest, MasterKey, PersonFieldCipher, PersonKeyTable } from '#privacy';
import { createReadStore, migrate } from '#read-store';
import { join } from 'node:path';
import { createApi } from '../../apps/api/src/create-api.js';
import { runProcesses } from '../../apps/projector/src/run-processes.js';
import { runProjector } from '../../apps/projector/src/run-projector.js';

/** What the test tells this process, besides the settings in its environment. */
export interface SystemOptions {
  /** ISO instant at which all of it takes place, until the test says another. */
  readonly now: string;
  /** Letters are sent there. */
  readonly smtpUrl?: string;
  /** The history is signed. */
  readonly audit?: boolean;
}

export type ToSystem = { readonly now: string } | 'stop';
export type FromSystem =
  | { readonly ready: { readonly url: string; readonly eventStore: string; readonly firstAdmin: FirstAdmin } }
  | { readonly now: string }
  | { readonly failed: string };

/**
 * Event node, projector, processes and api of an acceptance test with a clock of their own, in a process of its own:
 * plain Node runs them several times as fast as the test's virtual machine does (2026-11-22: 4,700 commands in 40 s there).
 */
const options = JSON.parse(process.argv[2]!) as SystemOptions;
const tell = (message: FromSystem): void => void process.send!(message);
let now = new Date(options.now);
const stops: (() => Promise<unknown>)[] = [];

async function start(): Promise<void> {
  const config = loadConfig(process.env);
  const folder = config.NCS_DATA;
  const log = createLogger({ level: config.NCS_LOG_LEVEL, name: 'acceptance' });
  const clock = (): Date => now;
  const node = await startEventNode({ data: join(folder, 'events') });
  stops.unshift(() => node.stop());
  await MasterKey.ensureInFolder(folder);
  const masterKey = await MasterKey.read(undefined, folder);
  const open = async (name: string, poolSize: number) => {
    const dataSource = createReadStore(required(config, 'NCS_DATABASE'), { applicationName: name, poolSize });
    await migrate(dataSource);
    const store = connectEventStore(node.connectionString);
    stops.unshift(async () => {
      await store.close();
      await dataSource.destroy();
    });
    return { dataSource, store };
  };

  const projector = await open('acceptance-projector', 12);
  const registry = new EventRegistry(contexts.flatMap(({ events }) => [...events]));
  const codec = new EventCodec(registry, new PersonFieldCipher(new PersonKeyTable(projector.dataSource, masterKey)));
  const views = contexts.flatMap((context) => [...context.views]);
  const runner = runProjector({ ...projector, codec, views, log });
  stops.unshift(() => runner.stop());
  const digest = commandDigest(masterKey);
  const processes = await runProcesses({ ...projector, codec, digest, log, now: clock, smtpUrl: options.smtpUrl });
  stops.unshift(() => processes.stop());

  const { dataSource, store } = await open('acceptance', 16);
  if (options.audit) {
    const audit = runAudit({ dataSource, store, dataFolder: folder, log, checkpointMs: 100 });
    stops.unshift(() => audit.stop());
  }
  const app = await createApi(config, { dataSource, eventStore: store, masterKey, logger: log, now: clock });
  stops.unshift(() => app.close());
  await app.listen({ host: '127.0.0.1', port: 0 });
  const url = (await app.getUrl()).replace('[::1]', '127.0.0.1');
  const firstAdmin = (await ensureFirstAdmin(dataSource))!;
  tell({ ready: { url, eventStore: node.connectionString, firstAdmin } });
}

async function stop(): Promise<never> {
  for (const each of stops) await each();
  process.exit(0);
}

process.on('message', (message: ToSystem) => {
  if (message === 'stop') return void stop();
  now = new Date(message.now);
  tell(message);
});
// The test is gone, however it went.
process.once('disconnect', () => process.exit(1));
start().catch((error: unknown) => tell({ failed: error instanceof Error ? String(error.stack) : String(error) }));
