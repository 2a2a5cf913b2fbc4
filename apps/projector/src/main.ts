import 'reflect-metadata';
import { runAudit } from '#audit';
import { contexts } from '#contexts';
import { connectEventStore, EventCodec } from '#event-store';
import { EventRegistry } from '#kernel';
import { ConfigError, createLogger, loadConfig, NestLogger, required } from '#platform';
import { commandDigest, MasterKey, PersonFieldCipher, PersonKeyTable } from '#privacy';
import { backoffMs } from '#projections';
import { createReadStore, migrate } from '#read-store';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import { setTimeout as delay } from 'node:timers/promises';
import type { Logger } from 'pino';
import type { DataSource } from 'typeorm';
import { ProjectorModule } from './projector.module.js';
import { runProcesses } from './run-processes.js';
import { runProjector } from './run-projector.js';

async function main(): Promise<void> {
  const config = loadConfig(process.env);
  const log = createLogger({ level: config.NCS_LOG_LEVEL, name: 'projector' });
  const store = connectEventStore(required(config, 'NCS_EVENTSTORE'));
  const dataSource = createReadStore(required(config, 'NCS_DATABASE'), {
    applicationName: 'ncs-projector',
    poolSize: 12,
  });
  const master = await MasterKey.read(config.NCS_MASTER_KEY, config.NCS_DATA);
  const registry = new EventRegistry(contexts.flatMap(({ events }) => [...events]));
  const codec = new EventCodec(registry, new PersonFieldCipher(new PersonKeyTable(dataSource, master)));
  const starting = new AbortController();
  const stopping = untilSignal(() => starting.abort());

  await migrateWhenThere(dataSource, log, starting.signal);
  if (starting.signal.aborted) return store.close();
  const views = contexts.flatMap((context) => [...context.views]);
  const runner = runProjector({ dataSource, store, codec, views, log });
  const audit =
    config.NCS_AUDIT === 'on' ? runAudit({ dataSource, store, dataFolder: config.NCS_DATA, log }) : undefined;
  const processes = await runProcesses({
    ...{ dataSource, store, codec, log, now: () => new Date() },
    digest: commandDigest(master),
    smtpUrl: config.NCS_SMTP_URL,
  });
  const app = await NestFactory.create(ProjectorModule.of(runner, processes, dataSource), new FastifyAdapter(), {
    logger: new NestLogger(log),
    abortOnError: false,
  });
  if (config.NCS_PROJECTOR_PORT === undefined) await app.init();
  else await app.listen(config.NCS_PROJECTOR_PORT, config.NCS_HOST);

  const signal = await stopping;
  log.info({ signal }, 'stopping');
  // The batch at hand first, then what it needs.
  await Promise.all([runner.stop(), processes.stop(), audit?.stop()]);
  await app.close();
  await store.close();
  await dataSource.destroy();
  log.info({}, 'stopped');
  log.flush();
}

/** A database that starts later than this process is no reason to end: each attempt leaves a line. */
async function migrateWhenThere(dataSource: DataSource, log: Logger, signal: AbortSignal): Promise<void> {
  for (let failures = 1; !signal.aborted; failures++) {
    try {
      return await migrate(dataSource);
    } catch (error) {
      const pauseMs = backoffMs(failures);
      log.error({ err: error, pauseMs }, 'the database can not be used yet');
      await delay(pauseMs, undefined, { signal }).catch(() => undefined);
    }
  }
}

function untilSignal(onSignal: () => void): Promise<NodeJS.Signals> {
  return new Promise((resolve) => {
    for (const name of ['SIGTERM', 'SIGINT'] as const) {
      process.once(name, () => {
        onSignal();
        resolve(name);
      });
    }
  });
}

main().then(
  () => process.exit(0),
  (error: unknown) => {
    const hint = error instanceof ConfigError ? 'thiết lập / settings: ' : '';
    process.stderr.write(`projector: ${hint}${error instanceof Error ? error.message : String(error)}\n`);
    process.exit(1);
  },
);
