import { contexts } from '#contexts';
import type { AnyAct, AnyEventDefinition } from '#kernel';
import { View, type AnyView, type AnyViewQuery } from '#projections';
import { Process } from '#processes';
import { existsSync, readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { root } from './cruise.js';
import { files } from './files.js';

/** The shape of a slice (see the README's walk through one): found by its name, tested beside it, listed once. */
interface Found<Item> {
  readonly file: string;
  readonly item: Item;
}

const isAct = (value: unknown): value is AnyAct =>
  typeof value === 'object' && value !== null && 'decide' in value && 'command' in value;
const isQuery = (value: unknown): value is AnyViewQuery =>
  typeof value === 'object' && value !== null && 'rows' in value && 'parameters' in value;
const isView = (value: unknown): value is AnyView => value instanceof View;
const isProcess = (value: unknown): value is Process => value instanceof Process;
const isEvent = (value: unknown): value is AnyEventDefinition =>
  typeof value === 'function' && 'schemaVersion' in value && 'upcasters' in value;

const kebab = (name: string) =>
  name
    .replace(/^.*\./, '')
    .replaceAll('_', '-')
    .replace(/(?<=[a-z0-9])(?=[A-Z])/g, '-')
    .toLowerCase();

const sources = files('libs/contexts').filter(
  (file) =>
    /^libs\/contexts\/[^/]+\/src\/.*\.ts$/.test(file) && !/\.(spec|e2e)\.ts$|\/(index|contracts)\.ts$/.test(file),
);

const exported = (
  await Promise.all(
    sources.map(async (file) => {
      const module = (await import(join(root, file))) as Record<string, unknown>;
      return Object.values(module).map((item) => ({ file, item }));
    }),
  )
).flat();

const all = <Item>(is: (value: unknown) => value is Item): readonly Found<Item>[] =>
  exported.filter((each): each is Found<Item> => is(each.item));

const acts = all(isAct);
const views = all(isView);
const queries = all(isQuery);
const processes = all(isProcess);
const events = all(isEvent);

const hasSpec = (file: string) => existsSync(join(root, file.replace(/\.ts$/, '.spec.ts')));
const contextOf = (file: string) => file.split('/')[2]!;

describe('the shape of a slice', () => {
  it('there are slices to look at', () => {
    expect(acts.length).toBeGreaterThan(0);
    expect(views.length).toBeGreaterThan(0);
    expect(events.length).toBeGreaterThan(0);
  });

  it('an act is the file of its name, which is its URL', () => {
    expect(acts.filter(({ file, item }) => basename(file) !== `${item.name}.ts`)).toEqual([]);
  });

  it('every act has its spec beside it', () => {
    expect(acts.filter(({ file }) => !hasSpec(file)).map(({ file }) => file)).toEqual([]);
  });

  it('a view is the file of its name, with its spec beside it', () => {
    const wrong = views.filter(({ file, item }) => basename(file) !== `${kebab(item.name)}.ts` || !hasSpec(file));
    expect(wrong.map(({ file }) => file)).toEqual([]);
  });

  it('a process is the file of its name, with its spec beside it', () => {
    const wrong = processes.filter(({ file, item }) => basename(file) !== `${item.name}.ts` || !hasSpec(file));
    expect(processes.length).toBeGreaterThan(0);
    expect(wrong.map(({ file }) => file)).toEqual([]);
  });

  it('a query is the file of its name', () => {
    const wrong = queries.filter(({ file, item }) => basename(file) !== `${item.name}.query.ts`);
    expect(wrong.map(({ file }) => file)).toEqual([]);
  });

  it('every context is on the list, under the name of its folder, and says in a README what it is', () => {
    const folders = [...new Set(sources.map(contextOf))].sort((a, b) => a.localeCompare(b));
    expect(contexts.map(({ name }) => name).sort((a, b) => a.localeCompare(b))).toEqual(folders);
    expect(folders.filter((name) => !existsSync(join(root, 'libs/contexts', name, 'README.md')))).toEqual([]);
  });

  it('every act, event, view, query and process is on the list of its context', () => {
    const listed = new Map(contexts.map(({ name, ...lists }) => [name, new Set<unknown>(Object.values(lists).flat())]));
    const forgotten = [...acts, ...events, ...views, ...queries, ...processes].filter(
      ({ file, item }) => !listed.get(contextOf(file))?.has(item),
    );
    expect(forgotten.map(({ file, item }) => `${file}: ${'type' in item ? item.type : item.name}`)).toEqual([]);
  });

  it('an event bears the name of its context', () => {
    expect(events.filter(({ file, item }) => item.type.split('.')[0] !== contextOf(file))).toEqual([]);
  });

  it('the names of acts, of queries and of views are unique', () => {
    for (const found of [acts, queries, views]) {
      const names = found.map(({ item }) => item.name);
      expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([]);
    }
  });

  it('every stored version of every event has a golden in `history/` beside its aggregate', () => {
    const goldens = events.flatMap(({ file, item }) =>
      Array.from({ length: item.schemaVersion }, (_, index) =>
        join(dirname(file), 'history', `${kebab(item.type)}.v${index + 1}.json`),
      ),
    );
    expect(goldens.filter((path) => !existsSync(join(root, path)))).toEqual([]);
  });

  it('no golden is left of an event that nobody can read', () => {
    const known = new Set(events.map(({ file, item }) => join(dirname(file), 'history', kebab(item.type))));
    const goldens = files('libs/contexts').filter((file) => /\/history\/.*\.v\d+\.json$/.test(file));
    expect(goldens.filter((file) => !known.has(file.replace(/\.v\d+\.json$/, '')))).toEqual([]);
    for (const file of goldens) expect(JSON.parse(readFileSync(join(root, file), 'utf8'))).toEqual(expect.any(Object));
  });
});
