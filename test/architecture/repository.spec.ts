import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './cruise.js';
import { files } from './files.js';
import { isPermissive, licenceOf } from './licences.js';

interface Lock {
  readonly packages: Readonly<
    Record<
      string,
      {
        readonly license?: string;
        readonly dev?: boolean;
        readonly optionalDependencies?: Readonly<Record<string, string>>;
      }
    >
  >;
}

const read = (file: string) => readFileSync(join(root, file), 'utf8');

/** A path that exists on one machine only. */
const machinePaths = /(?<![\w.$}/-])\/(work|home|root|Users)\/\w/;
const scratchPaths = /(?<![\w.$}/-])\/tmp\/\w/;

describe('the repository', () => {
  it.each([
    ['MIT', true],
    ['(BSD-3-Clause AND Apache-2.0)', true],
    ['(GPL-2.0 OR MIT)', true],
    ['(MIT AND GPL-3.0)', false],
    ['SSPL-1.0', false],
    ['SEE LICENSE IN LICENSE.md', false],
    ['UNLICENSED', false],
    ['', false],
  ])('licence "%s" is permissive: %s', (licence, permissive) => {
    expect(isPermissive(licence)).toBe(permissive);
  });

  it('a licence in the old form counts, and none at all does not', () => {
    expect(isPermissive(licenceOf(undefined, () => '{"licenses":[{"type":"MIT"}]}'))).toBe(true);
    expect(isPermissive(licenceOf(undefined, () => '{"licenses":[{"type":"GPL-3.0"}]}'))).toBe(false);
    expect(isPermissive(licenceOf(undefined, () => '{}'))).toBe(false);
  });

  it('everything that is shipped may be used freely', () => {
    const { packages } = JSON.parse(read('package-lock.json')) as Lock;
    const shipped = Object.entries(packages).filter(([path, { dev }]) => path !== '' && !dev);
    expect(shipped.length).toBeGreaterThan(100);
    const licences = shipped.map(([path, { license }]) => {
      return { path, licence: licenceOf(license, () => read(`${path}/package.json`)) };
    });
    expect(licences.filter(({ licence }) => !isPermissive(licence))).toEqual([]);
  });

  it('the lock file holds the binaries of every platform, or `npm ci` refuses it', () => {
    const { packages } = JSON.parse(read('package-lock.json')) as Lock;
    const locked = new Set(Object.keys(packages).map((path) => path.replace(/^.*node_modules\//, '')));
    const missing = Object.entries(packages).flatMap(([path, { optionalDependencies = {} }]) =>
      Object.keys(optionalDependencies).flatMap((name) => (locked.has(name) ? [] : [`${path} → ${name}`])),
    );
    expect(missing).toEqual([]);
  });

  it('every dependency has one exact version', () => {
    const { dependencies, devDependencies } = JSON.parse(read('package.json')) as Record<
      string,
      Record<string, string>
    >;
    const loose = Object.entries({ ...dependencies, ...devDependencies }).filter(([, v]) => !/^\d+\.\d+\.\d+/.test(v));
    expect(loose).toEqual([]);
  });

  it.each([`from '/work/main/a.ts'`, `see /home/user/x`, `/Users/a`])('sees the machine path in: %s', (text) => {
    expect(text).toMatch(machinePaths);
  });

  it.each(['./work/a', 'https://a.vn/home/b', 'dist/home/c', '${data}/home/x'])('sees none in: %s', (text) => {
    expect(text).not.toMatch(machinePaths);
  });

  it('no file names a path of the machine it was written on', () => {
    const texts = files().filter(
      (file) => !/\.(xlsx|png|ico|woff2|mdb)$|^package-lock\.json$/.test(file) && !import.meta.filename.endsWith(file),
    );
    const isTest = (file: string) => /\.(spec|e2e)\.ts$|^test\//.test(file);
    const guilty = texts.filter(
      (file) => machinePaths.test(read(file)) || (!isTest(file) && scratchPaths.test(read(file))),
    );
    expect(guilty).toEqual([]);
  });
});
