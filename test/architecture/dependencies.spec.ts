import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { cruise, libCycles, root, type Cruise } from './cruise.js';

/** A tree that keeps every rule, and beside it, one file for each way to break one. */
const sound: Readonly<Record<string, string>> = {
  'apps/api/main.ts': `import '#contexts'; import '#platform/commands'; import '#event-store';`,
  'apps/event-node/main.ts': `import '#event-node';`,
  'apps/standalone/main.ts': `import '../api/main.js'; import '#event-node';`,
  'libs/kernel/src/index.ts': `import { createHash } from 'node:crypto'; import { DateTime } from 'luxon'; export const k = [createHash, DateTime];`,
  'libs/event-store/src/index.ts': `import '#kernel'; import '@eventstore/db-client';`,
  'libs/event-node/src/index.ts': `import 'lmdb';`,
  'libs/projections/src/index.ts': `import '#kernel'; import 'pg';`,
  'libs/platform/src/index.ts': `import '@nestjs/common'; import '#projections';`,
  'libs/platform/commands/src/index.ts': `import '#platform';`,
  'libs/testing/src/index.ts': `import '#kernel'; import '#event-node';`,
  'libs/contexts/src/index.ts': `import '#contexts/meetings'; import '#contexts/units';`,
  'libs/contexts/meetings/src/index.ts': `import './meeting/hold.js'; import './views/rate.js'; import './views/rate.query.js';`,
  'libs/contexts/meetings/src/meeting/hold.ts': `import '#kernel'; import '#contexts/units/contracts'; import 'class-validator';`,
  'libs/contexts/meetings/src/meeting/hold.spec.ts': `import '#testing'; import './hold.js';`,
  'libs/contexts/meetings/src/views/rate.ts': `import '#projections';`,
  'libs/contexts/meetings/src/views/rate.query.ts': `import '#platform'; import '#projections';`,
  'libs/contexts/units/src/index.ts': `import './unit/unit.js'; import './http/unit.controller.js'; import './real-data/communes.js';`,
  'libs/contexts/units/src/contracts.ts': `export * from './unit/unit.js';`,
  'libs/contexts/units/src/unit/unit.ts': `import '#kernel';`,
  'libs/contexts/units/src/http/unit.controller.ts': `import '@nestjs/common';`,
  'libs/contexts/units/src/real-data/communes.ts': `import 'node:fs';`,
};

interface Breach {
  readonly rule: string;
  readonly file: string;
  readonly content: string;
  /** Where the forbidden import leads; part of the path. Left out: the file itself is at fault. */
  readonly to?: string;
  readonly also?: Readonly<Record<string, string>>;
}

const breach = (rule: string, file: string, content: string, to?: string, also?: Record<string, string>): Breach => ({
  rule,
  file,
  content,
  ...(to && { to }),
  ...(also && { also }),
});

const acts = 'libs/contexts/meetings/src/meeting';

const breaches: readonly Breach[] = [
  breach('resolvable', 'libs/platform/src/a.ts', `import './nowhere.js';`, './nowhere.js'),
  breach('resolvable', 'libs/platform/src/b.ts', `import '#no-such-lib';`, '#no-such-lib'),
  breach('kernel-is-pure', 'libs/kernel/src/a.ts', `import '@nestjs/common';`, 'node_modules/@nestjs/common/'),
  breach('kernel-is-pure', 'libs/kernel/src/b.ts', `import 'node:fs';`, 'fs'),
  breach(
    'kernel-is-pure',
    'libs/kernel/src/c.ts',
    `import type { View } from '#projections';`,
    'projections/src/index.ts',
  ),
  breach(
    'decisions-and-views-are-pure',
    `${acts}/a.ts`,
    `import { Injectable } from '@nestjs/common';`,
    'node_modules/@nestjs/common/',
  ),
  breach('decisions-and-views-are-pure', `${acts}/b.ts`, `import 'node:fs';`, 'fs'),
  breach('decisions-and-views-are-pure', `${acts}/c.ts`, `import '#event-store';`, 'event-store/src/index.ts'),
  breach(
    'decisions-and-views-are-pure',
    'libs/contexts/meetings/src/views/a.ts',
    `import 'rxjs';`,
    'node_modules/rxjs/',
  ),
  breach(
    'contexts-hold-no-connection',
    'libs/contexts/units/src/views/a.query.ts',
    `import pg from 'pg';`,
    'node_modules/pg/',
  ),
  breach(
    'contexts-hold-no-connection',
    'libs/contexts/units/src/http/a.ts',
    `import 'typeorm';`,
    'node_modules/typeorm/',
  ),
  breach('contexts-meet-through-contracts', `${acts}/d.ts`, `import '#contexts/units';`, 'units/src/index.ts'),
  breach(
    'contexts-meet-through-contracts',
    `${acts}/e.spec.ts`,
    `import '../../../units/src/unit/unit.js';`,
    'unit/unit.ts',
  ),
  breach(
    'libs-do-not-know-contexts',
    'libs/platform/src/c.ts',
    `import '#contexts/units/contracts';`,
    'units/src/contracts.ts',
  ),
  breach('libs-do-not-know-apps', 'libs/platform/src/d.ts', `import '../../../apps/api/main.js';`, 'apps/api/main.ts'),
  breach('apps-do-not-know-apps', 'apps/projector/main.ts', `import '../api/main.js';`, 'apps/api/main.ts'),
  breach('testing-is-for-tests', 'apps/ops/a.ts', `import '#testing';`, 'testing/src/index.ts'),
  breach('testing-is-for-tests', 'libs/platform/src/e.ts', `import './e.spec.js';`, 'e.spec.ts', {
    'libs/platform/src/e.spec.ts': `export const e = 1;`,
  }),
  breach('event-node-is-reached-by-grpc', 'apps/api/a.ts', `import '#event-node';`, 'event-node/src/index.ts'),
  breach('event-node-knows-no-domain', 'libs/event-node/src/a.ts', `import '#kernel';`, 'kernel/src/index.ts'),
  breach(
    'libs-are-imported-by-name',
    'libs/platform/src/f.ts',
    `import '../../kernel/src/index.js';`,
    'kernel/src/index.ts',
  ),
  breach(
    'apps-import-libs-by-name',
    'apps/ops/b.ts',
    `import '../../libs/kernel/src/index.js';`,
    'kernel/src/index.ts',
  ),
  breach('no-cycles', 'libs/platform/src/g.ts', `import { h } from './h.js'; export const g = h;`, 'h.ts', {
    'libs/platform/src/h.ts': `import { g } from './g.js'; export const h = g;`,
  }),
  breach('no-orphans', 'libs/platform/src/i.ts', `export const i = 1;`),
  breach('no-dead-modules', 'libs/platform/src/j.ts', `import '#kernel';`),
  breach('no-dev-dependencies-in-production', 'apps/ops/c.ts', `import 'yaml';`, 'node_modules/yaml/'),
  breach('no-undeclared-dependencies', 'apps/ops/d.ts', `import 'semver';`, 'node_modules/semver/'),
];

function plant(folder: string, files: Readonly<Record<string, string>>): void {
  for (const [file, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    writeFileSync(join(folder, file), content);
  }
}

/** A small repository of its own, with this one's package.json and packages. */
function repository(files: Readonly<Record<string, string>>): string {
  const folder = mkdtempSync(join(tmpdir(), 'ncs-architecture-'));
  for (const file of ['package.json', 'tsconfig.json']) cpSync(join(root, file), join(folder, file));
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'));
  plant(folder, { 'test/a.spec.ts': '', ...files });
  return folder;
}

const violations = (result: Cruise) =>
  result.summary.violations.map(({ rule, from, to }) => `${rule.name}: ${from}${to === from ? '' : ` → ${to}`}`);

describe('who may import whom', () => {
  describe('in this repository', () => {
    let real: Cruise;

    beforeAll(() => {
      real = cruise(root);
    }, 60_000);

    it('every rule is kept', () => {
      expect(violations(real)).toEqual([]);
    });

    it('no libs need each other', () => {
      expect(libCycles(real)).toEqual([]);
    });

    it('imports by name are followed to their source', () => {
      const named = real.modules
        .flatMap(({ dependencies }) => dependencies)
        .filter(({ module }) => module.startsWith('#'));
      expect(named.length).toBeGreaterThan(10);
      for (const { resolved } of named) expect(resolved).toMatch(/^libs\/.*\/src\/(index|contracts)\.ts$/);
    });
  });

  describe('in a repository made to break them', () => {
    const files = Object.fromEntries(
      breaches.flatMap(({ file, content, also }) => [[file, content], ...Object.entries(also ?? {})]),
    );
    const folders: string[] = [];
    let broken: Cruise;

    const cruised = (tree: Readonly<Record<string, string>>): Cruise => {
      const folder = repository(tree);
      folders.push(folder);
      return cruise(folder);
    };

    beforeAll(() => {
      broken = cruised({ ...sound, ...files });
    }, 60_000);

    afterAll(() => {
      for (const folder of folders) rmSync(folder, { recursive: true });
    });

    it('a sound tree is not reported', () => {
      expect(violations(cruised(sound))).toEqual([]);
    });

    it.each(breaches.map((each) => [each.rule, each.file, each.to ?? each.file] as const))(
      '%s: %s',
      (rule, file, to) => {
        const reported = broken.summary.violations.filter((each) => each.rule.name === rule && each.from === file);
        expect(reported.map((each) => each.to).find((each) => each.includes(to))).toBeDefined();
      },
    );

    it('every rule has been seen failing', () => {
      const rules = broken.summary.ruleSetUsed.forbidden.map(({ name }) => name);
      expect(rules.filter((name) => !breaches.some(({ rule }) => rule === name))).toEqual([]);
      expect(rules.length).toBeGreaterThan(15);
    });

    it('nothing but the breaches is reported', () => {
      expect(broken.summary.violations.filter(({ from }) => from in sound)).toEqual([]);
    });
  });

  it('libs that need each other are found, through contracts and types as well', () => {
    const folder = repository({
      'apps/api/main.ts': `import '#contexts/meetings/contracts';`,
      'libs/contexts/meetings/src/contracts.ts': `export * from './meeting.js';`,
      'libs/contexts/meetings/src/meeting.ts': `export const a = 1;`,
      'libs/contexts/meetings/src/hold.ts': `import type { b } from '#contexts/units/contracts';`,
      'libs/contexts/units/src/contracts.ts': `export * from './unit.js';`,
      'libs/contexts/units/src/unit.ts': `export const b = 1;`,
      'libs/contexts/units/src/open.ts': `import '#contexts/meetings/contracts'; import '#kernel';`,
      'libs/kernel/src/index.ts': `export const k = 1;`,
      'libs/kernel/src/index.spec.ts': `import '#contexts/units/contracts';`,
    });
    expect(libCycles(cruise(folder))).toEqual([['libs/contexts/meetings', 'libs/contexts/units']]);
    rmSync(folder, { recursive: true });
  });
});
