import { connectEventStore } from '#event-store';
import { MasterKey } from '#privacy';
import type { Config } from '#platform';
import { ensureFirstAdmin, type FirstAdmin } from '#platform/identity';
import { createReadStore, migrate, startEmbeddedPostgres, type EmbeddedPostgres } from '#read-store';
import { createServer } from 'node:net';
import { mkdir, rename, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { Service, ServiceStartError } from './service.js';

/** Told of what happens, in words for the person at the terminal. */
export type Say = (line: string) => void;

/**
 * The whole system on one machine: PostgreSQL, event node, projector and api, each its own process, started in this
 * order and stopped in the reverse one. A process that dies is started again; its peers retry meanwhile.
 */
export class StandaloneSystem {
  private readonly services: Service[] = [];
  private readonly named = new Map<string, Service>();
  private postgres: EmbeddedPostgres | undefined;
  private isStopping = false;
  private noting = Promise.resolve();
  private readonly dataDir: string;

  constructor(
    private readonly config: Config,
    private readonly say: Say,
  ) {
    this.dataDir = resolve(config.NCS_DATA);
  }

  /**
   * @returns the first admin's one-time password, as long as nobody has signed in
   * @throws ServiceStartError, EmbeddedPostgresError, ReadStoreUnavailableError, EventStoreUnavailableError, each with
   * one clear line; everything that was started is stopped again
   */
  async start(): Promise<FirstAdmin | undefined> {
    try {
      return await this.startAll();
    } catch (error) {
      await this.stop();
      throw error;
    }
  }

  get url(): string {
    return `http://${reachable(this.config.NCS_HOST)}:${this.config.NCS_PORT}`;
  }

  async stop(): Promise<void> {
    this.isStopping = true;
    for (const service of [...this.services].reverse()) await service.stop();
    await this.postgres?.stop();
  }

  private async startAll(): Promise<FirstAdmin | undefined> {
    const { config, dataDir } = this;
    await assertFree(config.NCS_HOST, config.NCS_PORT);
    await mkdir(join(dataDir, 'logs'), { recursive: true }).catch((error: unknown) => {
      throw new ServiceStartError(`the data folder ${dataDir} cannot be used: ${(error as Error).message}`);
    });
    const database = config.NCS_DATABASE ?? (await this.startPostgres());
    if (config.NCS_MASTER_KEY === undefined) await MasterKey.ensureInFolder(dataDir);
    const firstAdmin = await this.prepareDatabase(database);
    const eventStore = config.NCS_EVENTSTORE ?? (await this.startEventNode());
    await assertReachable(eventStore);
    const env = { NCS_DATA: dataDir, NCS_DATABASE: database, NCS_EVENTSTORE: eventStore };
    await this.write('connections.json', { NCS_DATABASE: database, NCS_EVENTSTORE: eventStore });
    await this.run({ name: 'projector', entry: 'projector/src/main.js', env: { ...env, NCS_AUDIT: 'on' } });
    const listensOn = { host: reachable(config.NCS_HOST), port: config.NCS_PORT };
    await this.run({ name: 'api', entry: 'api/src/main.js', env, listensOn });
    return firstAdmin;
  }

  private async startPostgres(): Promise<string> {
    const dataDir = join(this.dataDir, 'postgres');
    this.postgres = await startEmbeddedPostgres({ dataDir });
    const { port, url } = this.postgres;
    this.say(`PostgreSQL    127.0.0.1:${port}`);
    const keepAlive = (running: EmbeddedPostgres): void => {
      void running.exited.then(async () => {
        if (this.isStopping) return;
        this.say('PostgreSQL ended and is started again');
        this.postgres = await startEmbeddedPostgres({ dataDir, port });
        keepAlive(this.postgres);
      });
    };
    keepAlive(this.postgres);
    return url;
  }

  private async prepareDatabase(url: string): Promise<FirstAdmin | undefined> {
    const dataSource = createReadStore(url, { applicationName: 'ncs-standalone', poolSize: 2 });
    try {
      await migrate(dataSource);
      return this.config.NCS_OIDC_ISSUER === undefined ? await ensureFirstAdmin(dataSource) : undefined;
    } finally {
      if (dataSource.isInitialized) await dataSource.destroy();
    }
  }

  private async startEventNode(): Promise<string> {
    const port = await freePort();
    const host = '127.0.0.1';
    const args = ['--host', host, '--port', String(port), '--data', join(this.dataDir, 'events')];
    await this.run({ name: 'event-node', entry: 'event-node/src/main.js', args, env: {}, listensOn: { host, port } });
    this.say(`Kho sự kiện   ${host}:${port}`);
    return `esdb://${host}:${port}?tls=false`;
  }

  private async run(options: Omit<ConstructorParameters<typeof Service>[0], 'logFile' | 'onChange'>): Promise<void> {
    const service = new Service({
      ...options,
      logFile: join(this.dataDir, 'logs', `${options.name}.log`),
      onChange: (how) => {
        if (how) this.say(`${options.name} ended (${how}) and is started again`);
        else this.noteProcesses();
      },
    });
    this.services.push(service);
    this.named.set(options.name, service);
    await service.start();
  }

  /** Process ids by name, for whoever watches this machine; one write at a time, the last one wins. */
  private noteProcesses(): void {
    this.noting = this.noting
      .then(() => this.writeProcesses())
      .catch((error: unknown) => this.say(`processes.json could not be written: ${String(error)}`));
  }

  private async writeProcesses(): Promise<void> {
    const pids = Object.fromEntries([...this.named].map(([name, { pid }]) => [name, pid]));
    await this.write('processes.json', { standalone: process.pid, ...pids });
  }

  private async write(name: string, value: object): Promise<void> {
    const file = join(this.dataDir, name);
    await writeFile(`${file}.new`, `${JSON.stringify(value)}\n`, { mode: 0o600 });
    await rename(`${file}.new`, file);
  }
}

/** Where this machine reaches a service that listens on `host`. */
const reachable = (host: string): string => (host === '0.0.0.0' || host === '::' ? '127.0.0.1' : host);

/** Asked before anything is started, so that a busy port costs nothing. @throws ServiceStartError */
async function assertFree(host: string, port: number): Promise<void> {
  await new Promise<void>((free, fail) => {
    const probe = createServer();
    probe.once('error', (error: NodeJS.ErrnoException) => {
      const why = error.code === 'EADDRINUSE' ? 'is in use' : `cannot be used (${error.code})`;
      fail(new ServiceStartError(`port ${port} on ${host} ${why}: choose another with NCS_PORT`));
    });
    probe.listen(port, host, () => probe.close(() => free()));
  });
}

/** @throws EventStoreUnavailableError */
async function assertReachable(eventStore: string): Promise<void> {
  const store = connectEventStore(eventStore);
  try {
    await store.head();
  } finally {
    await store.close();
  }
}

function freePort(): Promise<number> {
  return new Promise((found, fail) => {
    const probe = createServer();
    probe.once('error', fail);
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as { port: number };
      probe.close(() => found(port));
    });
  });
}
