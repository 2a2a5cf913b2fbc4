import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { commandDigest, MasterKey, MasterKeyError } from './master-key.js';

describe('MasterKey', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'ncs-key-'));
  });
  afterEach(() => rm(folder, { recursive: true }));

  it('is made once in a folder, for its owner only', async () => {
    await MasterKey.ensureInFolder(folder);
    const first = await MasterKey.read(undefined, folder);
    await MasterKey.ensureInFolder(folder);
    const second = await MasterKey.read(undefined, folder);
    expect(second.derive('x')).toEqual(first.derive('x'));
    expect((await stat(join(folder, 'master.key'))).mode & 0o077).toBe(0);
  });

  it('is never made by reading', async () => {
    await expect(MasterKey.read(undefined, folder)).rejects.toThrow(MasterKeyError);
  });

  it('comes from the setting first', async () => {
    await MasterKey.ensureInFolder(folder);
    const setting = Buffer.alloc(32, 7).toString('base64');
    expect((await MasterKey.read(setting, folder)).derive('x')).toEqual(MasterKey.fromBase64(setting).derive('x'));
  });

  it('refuses a key of another length without repeating it', async () => {
    await writeFile(join(folder, 'master.key'), 'c2hvcnQ=');
    await expect(MasterKey.read(undefined, folder)).rejects.toThrow(/^(?!.*c2hvcnQ).*32 bytes/);
  });

  it('gives unrelated keys for unrelated purposes', () => {
    const master = MasterKey.fromBase64(Buffer.alloc(32, 7).toString('base64'));
    expect(master.derive('a')).not.toEqual(master.derive('b'));
    expect(commandDigest(master)('{"mark":"present"}')).toMatch(/^[0-9a-f]{32}$/);
    expect(commandDigest(master)('a')).not.toBe(commandDigest(master)('b'));
  });
});
