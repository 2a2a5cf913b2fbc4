import { connectEventStore, type EventStore } from '#event-store';
import { createLogger, required, type Config } from '#platform';
import { MasterKey } from '#privacy';
import { createReadStore, migrate } from '#read-store';
import { setTimeout as delay } from 'node:timers/promises';
import type { Logger } from 'pino';
import type { DataSource } from 'typeorm';

const closePatienceMs = 2_000;

/** What the API stands on. Whoever makes it closes it, after the API. */
export interface ApiParts {
  readonly dataSource: DataSource;
  readonly eventStore: EventStore;
  readonly masterKey: MasterKey;
  readonly logger: Logger;
  /** Fixed in tests. */
  readonly now?: () => Date;
}

/** @throws ConfigError, MasterKeyError, ReadStoreUnavailableError, EventStoreUnavailableError: one clear line each */
export async function openParts(config: Config): Promise<ApiParts & { close(): Promise<void> }> {
  const url = required(config, 'NCS_DATABASE');
  const eventStore = connectEventStore(required(config, 'NCS_EVENTSTORE'));
  const masterKey = await MasterKey.read(config.NCS_MASTER_KEY, config.NCS_DATA);
  const dataSource = createReadStore(url, { applicationName: 'ncs-api', poolSize: 16 });
  await migrate(dataSource);
  return {
    dataSource,
    eventStore,
    masterKey,
    logger: createLogger({ level: config.NCS_LOG_LEVEL, name: 'api' }),
    async close() {
      // The client now and then waits for a stream that never says that it ended; nothing is lost by not waiting.
      await Promise.race([eventStore.close(), delay(closePatienceMs, undefined, { ref: false })]);
      await dataSource.destroy();
    },
  };
}
