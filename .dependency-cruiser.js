/**
 * Who may import whom. Checked by `test/architecture/dependencies.spec.ts`, which has seen each rule fail.
 *
 * kernel ← event-store, projections ← privacy, read-store ← platform ← contexts ← apps; event-node stands apart.
 */
const tests = '(\\.(spec|e2e|contract)\\.ts$|/spec-[^/]*\\.ts$|^test/|^libs/testing/)';
const contextSource = '^libs/contexts/[^/]+/src/';
/** A lib is what stands above `src`: `libs/kernel`, `libs/platform/commands`, `libs/contexts/meetings`. */
const lib = '^libs/(.+?)/src/';

/** Parts of a context that meet the outside world: its list, HTTP and Nest glue, readers of real data, the unit tree. */
const contextGlue = [
  `${contextSource}index\\.ts$`,
  `${contextSource}http/`,
  `${contextSource}real-data/`,
  `${contextSource}.*unit-tree\\.ts$`,
  '\\.module\\.ts$',
];

const forbid = (name, comment, from, to) => ({ name, comment, severity: 'error', from, to });

export default {
  forbidden: [
    forbid('resolvable', 'Every import leads to a file or a package.', {}, { couldNotResolve: true }),
    forbid(
      'kernel-is-pure',
      'The kernel knows hashing, dates, ids and canonical JSON; no Nest, no I/O.',
      { path: '^libs/kernel/', pathNot: tests },
      {
        pathNot: [
          '^libs/kernel/src/',
          '^(node:)?crypto$',
          'node_modules/(@types/)?(luxon|uuid|safe-stable-stringify)/',
        ],
      },
    ),
    forbid(
      'decisions-and-views-are-pure',
      'Aggregates, acts, views and processes see the kernel, field decorators, definitions and contracts of others.',
      { path: contextSource, pathNot: [tests, ...contextGlue] },
      {
        pathNot: [
          '^libs/contexts/',
          '^libs/(kernel|platform|processes|projections)/src/index\\.ts$',
          'node_modules/(class-validator|class-transformer)/',
        ],
      },
    ),
    forbid(
      'contexts-hold-no-connection',
      'A context names SQL in its queries and never a connection to run it on.',
      { path: '^libs/contexts/', pathNot: tests },
      { path: ['^(node:)?(net|http|http2|tls)$', 'node_modules/(@types/)?(pg|typeorm|@eventstore|@grpc|lmdb)/'] },
    ),
    forbid(
      'contexts-meet-through-contracts',
      'Of another context only `contracts.ts` may be imported.',
      { path: '^libs/contexts/([^/]+)/src/' },
      { path: contextSource, pathNot: ['^libs/contexts/$1/', `${contextSource}contracts\\.ts$`] },
    ),
    forbid(
      'libs-do-not-know-contexts',
      'What serves every context names none of them; the demo stories are about them.',
      { path: '^libs/', pathNot: ['^libs/contexts/', '^libs/scenarios/', '^libs/simulation/', tests] },
      { path: '^libs/contexts/' },
    ),
    forbid('libs-do-not-know-apps', 'Apps are made of libs.', { path: '^libs/' }, { path: '^apps/' }),
    forbid(
      'apps-do-not-know-apps',
      'Only standalone is made of other apps.',
      { path: '^apps/([^/]+)/', pathNot: ['^apps/standalone/', tests] },
      { path: '^apps/', pathNot: '^apps/$1/' },
    ),
    forbid(
      'testing-is-for-tests',
      'Nothing that runs in production imports test code.',
      { path: '^(apps|libs)/', pathNot: tests },
      { path: tests },
    ),
    forbid(
      'event-node-is-reached-by-grpc',
      'Apps start it and look after its data folder; everything else talks to it as to any EventStoreDB.',
      { pathNot: ['^libs/event-node/', '^apps/(event-node|ops|standalone)/', tests] },
      { path: '^libs/event-node/' },
    ),
    forbid(
      'event-node-knows-no-domain',
      'It would serve any other system as well.',
      { path: '^libs/event-node/', pathNot: tests },
      { path: '^libs/', pathNot: '^libs/event-node/' },
    ),
    forbid(
      'libs-are-imported-by-name',
      'Another lib is imported as `#name` or `#name/contracts`, never by a path into it.',
      { path: lib },
      { path: '^libs/', pathNot: '^libs/$1/src/', dependencyTypesNot: ['aliased-subpath-import'] },
    ),
    forbid(
      'apps-import-libs-by-name',
      'Apps and tests import libs as `#name`, never by a path into them.',
      { path: '^(apps|test)/' },
      { path: '^libs/', dependencyTypesNot: ['aliased-subpath-import'] },
    ),
    forbid(
      'no-cycles',
      'A cycle has no beginning to read from.',
      {},
      { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    ),
    forbid(
      'no-orphans',
      'A file that nothing imports and that imports nothing is left over.',
      { orphan: true, path: '^(apps|libs)/', pathNot: [tests, '\\.d\\.ts$', '/supervised\\.ts$'] },
      {},
    ),
    forbid(
      'no-dead-modules',
      'Every module is reached from the start of a process, the face of a lib, or a test.',
      { path: ['^apps/.*main\\.ts$', '^libs/.*/src/(index|contracts)\\.ts$', '^test/'] },
      { path: '^libs/', pathNot: [tests, '/src/(index|contracts)\\.ts$'], reachable: false },
    ),
    forbid(
      'no-dev-dependencies-in-production',
      'The image is pruned of them.',
      { path: '^(apps|libs)/', pathNot: tests },
      { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['type-only', 'npm'] },
    ),
    forbid(
      'no-undeclared-dependencies',
      'A package that is only somebody else’s dependency may be gone tomorrow.',
      { path: '^(apps|libs|test)/' },
      { dependencyTypes: ['npm-no-pkg', 'npm-unknown'], pathNot: 'node_modules/@jest/globals/' },
    ),
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^(dist|data|coverage)/|^apps/web/' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      conditionNames: ['source', 'import', 'node', 'default', 'types'],
      exportsFields: ['exports'],
      extensions: ['.ts', '.js', '.json'],
    },
    reporterOptions: { text: { highlightFocused: true } },
  },
};
