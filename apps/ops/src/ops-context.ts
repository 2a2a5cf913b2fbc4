import { contexts } from '#contexts';
import { connectEventStore, EventCodec, type EventStore } from '#event-store';
import { EventRegistry } from '#kernel';
import { ConfigError, loadConfig, required, type Config } from '#platform';
import type { CommandDigest } from '#platform/commands';
import { commandDigest, MasterKey, PersonFieldCipher, PersonKeyTable } from '#privacy';
import { createReadStore, migrate } from '#read-store';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { DataSource } from 'typeorm';

/** Written by the standalone into its data folder; the addresses of the parts that it started. */
interface Connections {
  readonly NCS_DATABASE: string;
  readonly NCS_EVENTSTORE: string;
}

/** What an operator's command works with; opened only when the command needs it. */
export interface OpsContext {
  readonly config: Config;
  readonly dataSource: DataSource;
  readonly store: EventStore;
  readonly codec: EventCodec;
  /** The same as the api's, so that each knows the other's commands again. */
  readonly digest: CommandDigest;
  close(): Promise<void>;
}

export type OpenOps = () => Promise<OpsContext>;

/**
 * Connects to the running system's PostgreSQL and event store.
 * @throws ConfigError, ReadStoreUnavailableError, EventStoreUnavailableError, MasterKeyError: one clear line each
 */
export async function openOpsContext(): Promise<OpsContext> {
  const config = await withRunningSystem(loadConfig(process.env));
  const dataSource = createReadStore(required(config, 'NCS_DATABASE'), { applicationName: 'ncs-ops', poolSize: 4 });
  const store = connectEventStore(required(config, 'NCS_EVENTSTORE'), { bulkAppends: true });
  const master = await MasterKey.read(config.NCS_MASTER_KEY, config.NCS_DATA);
  await migrate(dataSource);
  const cipher = new PersonFieldCipher(new PersonKeyTable(dataSource, master));
  const codec = new EventCodec(new EventRegistry(contexts.flatMap(({ events }) => [...events])), cipher);
  return {
    config,
    dataSource,
    store,
    codec,
    digest: commandDigest(master),
    async close() {
      await store.close();
      await dataSource.destroy();
    },
  };
}

/** Addresses that are not set come from the standalone that runs, or ran last, on the data folder. */
async function withRunningSystem(config: Config): Promise<Config> {
  if (config.NCS_DATABASE !== undefined && config.NCS_EVENTSTORE !== undefined) return config;
  const file = join(config.NCS_DATA, 'connections.json');
  const text = await readFile(file, 'utf8').catch(() => {
    throw new ConfigError(
      `set NCS_DATABASE and NCS_EVENTSTORE, or NCS_DATA to the folder of a running standalone (no ${file})`,
    );
  });
  return Object.assign(config, { ...(JSON.parse(text) as Connections), ...definedOf(config) });
}

const definedOf = (config: Config): Partial<Config> =>
  Object.fromEntries(Object.entries(config).filter(([, value]) => value !== undefined));
