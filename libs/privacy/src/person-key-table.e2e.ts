import { createReadStore, migrate } from '#read-store';
import { freshDatabase } from '#testing/fixtures';
import { randomUUID } from 'node:crypto';
import type { DataSource } from 'typeorm';
import { MasterKey } from './master-key.js';
import { PersonKeyDestroyedError, PersonKeyMissingError, PersonKeyTable } from './person-keys.js';
import { SealBrokenError } from './seal.js';

const master = MasterKey.fromBase64(Buffer.alloc(32, 1).toString('base64'));

describe('PersonKeyTable', () => {
  let database: Awaited<ReturnType<typeof freshDatabase>>;
  let dataSource: DataSource;
  beforeAll(async () => {
    database = await freshDatabase();
    dataSource = createReadStore(database.url);
    await migrate(dataSource);
  });
  afterAll(async () => {
    await dataSource.destroy();
    await database.drop();
  });

  it('makes one key per person, also when two processes ask at once', async () => {
    const subject = randomUUID();
    const keys = await Promise.all([1, 2, 3].map(() => new PersonKeyTable(dataSource, master).obtain(subject)));
    expect(keys[1]).toEqual(keys[0]);
    expect(keys[2]).toEqual(keys[0]);
    expect(await new PersonKeyTable(dataSource, master).find(subject)).toEqual(keys[0]);
  });

  it('tells a destroyed key from one that was never made', async () => {
    const subject = randomUUID();
    await new PersonKeyTable(dataSource, master).obtain(subject);
    await dataSource.query('UPDATE person_key SET wrapped_key = NULL, destroyed_at = now() WHERE subject = $1', [
      subject,
    ]);
    const keys = new PersonKeyTable(dataSource, master);
    expect(await keys.find(subject)).toBeUndefined();
    await expect(keys.obtain(subject)).rejects.toThrow(PersonKeyDestroyedError);
    await expect(keys.find(randomUUID())).rejects.toThrow(PersonKeyMissingError);
  });

  it('opens nothing with another master key', async () => {
    const subject = randomUUID();
    await new PersonKeyTable(dataSource, master).obtain(subject);
    const other = MasterKey.fromBase64(Buffer.alloc(32, 2).toString('base64'));
    await expect(new PersonKeyTable(dataSource, other).find(subject)).rejects.toThrow(SealBrokenError);
  });
});
