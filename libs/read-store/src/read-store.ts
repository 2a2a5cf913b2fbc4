import { DataSource, type DataSourceOptions } from 'typeorm';
import { migrations } from './migrations.js';

type PostgresOptions = Extract<DataSourceOptions, { type: 'postgres' }>;

/** The database cannot be used: unreachable, wrong password, no such database, or not a PostgreSQL URL. */
export class ReadStoreUnavailableError extends Error {
  override readonly name = 'ReadStoreUnavailableError';
}

export interface ReadStoreOptions {
  /** Connections at most. Default 10. */
  readonly poolSize?: number;
  /** Shown in `pg_stat_activity`. */
  readonly applicationName?: string;
  readonly entities?: NonNullable<PostgresOptions['entities']>;
}

/**
 * A data source on PostgreSQL, not yet connected: `connect` or `migrate` does that. Plain names of views resolve to
 * their live versions (schema `live`).
 *
 * @throws ReadStoreUnavailableError when `url` is not a PostgreSQL URL
 */
export function createReadStore(url: string, options: ReadStoreOptions = {}): DataSource {
  if (!/^postgres(ql)?:\/\//.test(url) || !URL.canParse(url)) {
    throw new ReadStoreUnavailableError('the database URL must read postgres://user:password@host:port/database');
  }
  return new DataSource({
    type: 'postgres',
    url,
    schema: 'public',
    applicationName: options.applicationName ?? 'nam-co-so',
    poolSize: options.poolSize ?? 10,
    connectTimeoutMS: 5_000,
    entities: options.entities ?? [],
    migrations: [...migrations],
    migrationsTransactionMode: 'each',
    logging: false,
    // public first: what a migration creates without naming a schema must not land among the views.
    extra: { options: '-c search_path=public,live', keepAlive: true },
  });
}

/** @throws ReadStoreUnavailableError with one line that names host and cause, never the password */
export async function connect(dataSource: DataSource): Promise<DataSource> {
  if (dataSource.isInitialized) return dataSource;
  try {
    return await dataSource.initialize();
  } catch (error) {
    throw unavailable(dataSource, error);
  }
}

/** Any number; the same in every process. */
const migrationLock = 4_711_002;

/** Connects and brings the schema up to date. Safe when several processes start at once: the others wait. */
export async function migrate(dataSource: DataSource): Promise<void> {
  await connect(dataSource);
  const locker = dataSource.createQueryRunner();
  try {
    await locker.query('SELECT pg_advisory_lock($1)', [migrationLock]);
    try {
      await dataSource.runMigrations();
    } finally {
      await locker.query('SELECT pg_advisory_unlock($1)', [migrationLock]);
    }
  } finally {
    await locker.release();
  }
}

function unavailable(dataSource: DataSource, error: unknown): ReadStoreUnavailableError {
  const { host, pathname } = new URL((dataSource.options as PostgresOptions).url!);
  const { message, code } = error as { message?: string; code?: string };
  const why = message || code || String(error);
  return new ReadStoreUnavailableError(`PostgreSQL at ${host}${pathname} can not be used: ${why}`, { cause: error });
}
