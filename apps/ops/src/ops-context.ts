import { contexts } from '#contexts';
import { connectEventStore, EventCodec, type EventStore } from '#event-store';
import { EventRegistry } from '#kernel';
import { loadConfig, required, type Config } from '#platform';
import { MasterKey, PersonFieldCipher, PersonKeyTable } from '#privacy';
import { createReadStore, migrate } from '#read-store';
import type { DataSource } from 'typeorm';

/** What an operator's command works with; opened only when the command needs it. */
export interface OpsContext {
  readonly config: Config;
  readonly dataSource: DataSource;
  readonly store: EventStore;
  readonly codec: EventCodec;
  close(): Promise<void>;
}

/**
 * Connects to the running system's PostgreSQL and event store.
 * @throws ConfigError, ReadStoreUnavailableError, EventStoreUnavailableError, MasterKeyError: one clear line each
 */
export async function openOpsContext(): Promise<OpsContext> {
  const config = loadConfig(process.env);
  const dataSource = createReadStore(required(config, 'NCS_DATABASE'), { applicationName: 'ncs-ops', poolSize: 4 });
  const store = connectEventStore(required(config, 'NCS_EVENTSTORE'));
  const master = await MasterKey.read(config.NCS_MASTER_KEY, config.NCS_DATA);
  await migrate(dataSource);
  const cipher = new PersonFieldCipher(new PersonKeyTable(dataSource, master));
  const codec = new EventCodec(new EventRegistry(contexts.flatMap(({ events }) => [...events])), cipher);
  return {
    config,
    dataSource,
    store,
    codec,
    async close() {
      await store.close();
      await dataSource.destroy();
    },
  };
}
