/** Levels by suffix: `.spec.ts` runs in this process; `.e2e.ts` starts real processes (PostgreSQL, event node). */
export default {
  rootDir: '.',
  testMatch: ['<rootDir>/{apps,libs,test}/**/*.{spec,e2e}.ts'],
  testEnvironment: 'node',
  testEnvironmentOptions: { customExportConditions: ['source', 'node', 'node-addons'] },
  extensionsToTreatAsEsm: ['.ts'],
  moduleNameMapper: {
    '^(\\.{1,2}/.*)\\.js$': '$1',
    // class-validator loads the numbering plans of the world into every test file (50 ms each); no field here asks them.
    '^libphonenumber-js/max$': '<rootDir>/test/no-phone-numbers.cjs',
  },
  transform: {
    '^.+\\.ts$': [
      '@swc/jest',
      {
        sourceMaps: 'inline',
        module: { type: 'es6' },
        jsc: {
          target: 'es2022',
          keepClassNames: true,
          parser: { syntax: 'typescript', decorators: true },
          transform: { legacyDecorator: true, decoratorMetadata: true, useDefineForClassFields: false },
        },
      },
    ],
  },
  globalSetup: '<rootDir>/test/global-setup.ts',
  globalTeardown: '<rootDir>/test/global-teardown.ts',
  testTimeout: 30_000,
  maxWorkers: 2,
  // No test file leaves anything open (each ends by itself when it is run alone); a worker with a heap of a gigabyte takes
  // longer to end than the half second that is the default.
  workerGracefulExitTimeout: 10_000,
  reporters: ['default', 'summary', '<rootDir>/test/closing-line.reporter.js'],
};
