import { execFileSync } from 'node:child_process';
import { join } from 'node:path';

export const root = join(import.meta.dirname, '../..');

export interface Dependency {
  readonly module: string;
  readonly resolved: string;
  readonly dependencyTypes: readonly string[];
}

export interface Cruise {
  readonly modules: readonly { readonly source: string; readonly dependencies: readonly Dependency[] }[];
  readonly summary: {
    readonly ruleSetUsed: { readonly forbidden: readonly { readonly name: string }[] };
    readonly violations: readonly {
      readonly from: string;
      readonly to: string;
      readonly rule: { readonly name: string };
    }[];
  };
}

/** Reads every import below a folder that is laid out as this repository, and holds it to `.dependency-cruiser.js`. */
export function cruise(folder: string): Cruise {
  const command = join(root, 'node_modules/dependency-cruiser/bin/dependency-cruise.mjs');
  const options = ['--config', join(root, '.dependency-cruiser.js'), '--output-type', 'json'];
  // It exits with the number of violations, so a non-zero code with JSON on stdout is an answer.
  try {
    return JSON.parse(run(command, [...options, 'apps', 'libs', 'test'], folder)) as Cruise;
  } catch (error) {
    const { stdout } = error as { stdout?: string };
    if (!stdout?.startsWith('{')) throw error;
    return JSON.parse(stdout) as Cruise;
  }
}

const run = (command: string, options: readonly string[], cwd: string): string =>
  execFileSync(process.execPath, [command, ...options], { cwd, encoding: 'utf8', maxBuffer: 2 ** 28 });

const isTest = (file: string) => /\.(spec|e2e|contract)\.ts$|\/spec-[^/]*\.ts$|^test\/|^libs\/testing\//.test(file);

const libOf = (file: string): string | undefined => /^(libs\/.+?)\/src\//.exec(file)?.[1];

/** Libs that need each other, types included, each cycle as the list of its libs. Tests do not count. */
export function libCycles({ modules }: Cruise): readonly (readonly string[])[] {
  const needs = new Map<string, Set<string>>();
  for (const { source, dependencies } of modules.filter((module) => !isTest(module.source))) {
    const from = libOf(source);
    if (!from) continue;
    const to = needs.get(from) ?? new Set();
    needs.set(from, to);
    for (const { resolved } of dependencies) {
      const lib = libOf(resolved);
      if (lib && lib !== from) to.add(lib);
    }
  }
  const reaches = (from: string, seen = new Set<string>()): Set<string> => {
    for (const next of needs.get(from) ?? []) if (!seen.has(next)) reaches(next, seen.add(next));
    return seen;
  };
  const cycles = [...needs.keys()].map((lib) =>
    [...reaches(lib)].filter((other) => reaches(other).has(lib)).sort((a, b) => a.localeCompare(b)),
  );
  return [...new Map(cycles.filter((cycle) => cycle.length > 0).map((cycle) => [cycle.join(), cycle])).values()];
}
