import { freshDatabase, type FreshDatabase } from '#testing/fixtures';
import { connect, createReadStore, migrate, ReadStoreUnavailableError } from './read-store.js';

describe('read store', () => {
  let database: FreshDatabase;
  beforeAll(async () => (database = await freshDatabase()));
  afterAll(() => database.drop());

  it('migrates once when several processes start at once', async () => {
    const stores = [1, 2, 3].map(() => createReadStore(database.url));
    await Promise.all(stores.map(migrate));
    const rows = await stores[0]!.query<{ n: string }[]>('SELECT count(*) AS n FROM migrations GROUP BY name');
    expect(rows.every(({ n }) => n === '1')).toBe(true);
    await Promise.all(stores.map((store) => store.destroy()));
  });

  it('says in one line that the database is not there, without the password', async () => {
    const url = new URL(database.url);
    url.pathname = '/no_such_database';
    const refusal = await connect(createReadStore(url.href)).catch((error: unknown) => error);
    expect(refusal).toBeInstanceOf(ReadStoreUnavailableError);
    expect((refusal as Error).message).toMatch(/^PostgreSQL at 127\.0\.0\.1:\d+\/no_such_database can not be used: /);
    expect((refusal as Error).message).not.toContain(url.password);
  });

  it('refuses what is not a PostgreSQL URL', () => {
    expect(() => createReadStore('mysql://localhost/x')).toThrow(ReadStoreUnavailableError);
  });
});
