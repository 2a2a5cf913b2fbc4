import js from '@eslint/js';
import prettier from 'eslint-config-prettier';
import { defineConfig, globalIgnores } from 'eslint/config';
import tseslint from 'typescript-eslint';
import { requireReason } from './test/architecture/lint/require-reason.js';

const nodePrefix = {
  regex: '^(assert|buffer|child_process|crypto|events|fs|http|http2|net|os|path|stream|timers|url|util)(/|$)',
  message: 'Name built-in modules by `node:`.',
};

const pureImports = [
  {
    name: 'node:crypto',
    allowImportNames: ['createHash', 'createHmac', 'hash', 'timingSafeEqual'],
    message: 'Pure code: no chance.',
  },
  {
    name: 'uuid',
    allowImportNames: ['v5', 'validate', 'version', 'parse', 'stringify'],
    message: 'Pure code: no chance; ids are derived or come from the client.',
  },
];

/** A decision or a view gives the same answer in any process, in any year: time, chance and ids come in as arguments. */
const noClockNoChance = {
  'no-restricted-properties': [
    'error',
    ...[
      ['Date', 'now'],
      ['Math', 'random'],
      ['performance', 'now'],
      ['DateTime', 'now'],
      ['DateTime', 'local'],
      ['DateTime', 'utc'],
      ['process', 'hrtime'],
      ['process', 'env'],
      ['crypto', 'randomUUID'],
      ['crypto', 'getRandomValues'],
    ].map(([object, property]) => ({ object, property, message: 'Pure code: it comes in as an argument.' })),
  ],
  'no-restricted-syntax': [
    'error',
    { selector: "NewExpression[callee.name='Date'][arguments.length=0]", message: 'Pure code: no clock.' },
    { selector: "CallExpression[callee.name='Date']", message: 'Pure code: no clock.' },
    { selector: "CallExpression[callee.name='fetch']", message: 'Pure code: no I/O.' },
  ],
  'no-restricted-imports': ['error', { paths: pureImports, patterns: [nodePrefix] }],
  'no-restricted-globals': ['error', 'setTimeout', 'setInterval', 'setImmediate'],
};

export default defineConfig(
  globalIgnores(['dist', 'data', 'coverage', 'test/architecture/fixtures', 'apps/web']),
  { linterOptions: { reportUnusedDisableDirectives: 'error' } },
  js.configs.recommended,
  {
    files: ['**/*.ts'],
    extends: [tseslint.configs.strictTypeChecked, tseslint.configs.stylisticTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports' }],
      '@typescript-eslint/prefer-readonly': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      '@typescript-eslint/require-await': 'off',
      // A number or a date of the domain in a text needs no ceremony; objects and undefined stay forbidden.
      '@typescript-eslint/restrict-template-expressions': [
        'error',
        { allowNumber: true, allowBoolean: true, allow: [{ from: 'lib', name: ['URL', 'Error'] }] },
      ],
      // `noUncheckedIndexedAccess` is on: `!` after a check that the compiler cannot follow is the honest form.
      '@typescript-eslint/no-non-null-assertion': 'off',
      // Nest modules are classes with decorators and nothing else.
      '@typescript-eslint/no-extraneous-class': ['error', { allowWithDecorator: true }],
      // A guard against what the types promise is wanted where data comes from outside.
      '@typescript-eslint/no-unnecessary-condition': 'off',
      '@typescript-eslint/no-unnecessary-type-parameters': 'off',
      // `{ … } as Meeting` anchors inference: without it the state's type would be inferred from one literal.
      '@typescript-eslint/no-unnecessary-type-assertion': 'off',
      '@typescript-eslint/dot-notation': 'off',
      // `''` and `0` from the environment or a form count as nothing said.
      '@typescript-eslint/prefer-nullish-coalescing': 'off',
      // Bodies and options are plain objects of a class's shape all over Nest and class-validator.
      '@typescript-eslint/no-unsafe-class-instance-assignment': 'off',
      '@typescript-eslint/no-misused-spread': 'off',
      '@typescript-eslint/no-unsafe-enum-assignment': 'off',
      '@typescript-eslint/no-generated-empty-object-type': 'off',
      '@typescript-eslint/non-nullable-type-assertion-style': 'off',
      '@typescript-eslint/no-meaningless-void-operator': 'off',
      '@typescript-eslint/no-unnecessary-type-arguments': 'off',
      '@typescript-eslint/no-confusing-void-expression': 'off',
      '@typescript-eslint/consistent-type-definitions': ['error', 'interface'],
      '@typescript-eslint/no-misused-promises': ['error', { checksVoidReturn: { inheritedMethods: false } }],
    },
  },
  {
    plugins: { local: { rules: { 'require-reason': requireReason } } },
    rules: {
      'local/require-reason': 'error',
      'no-console': 'error',
      eqeqeq: ['error', 'always'],
      'no-warning-comments': ['error', { terms: ['todo', 'fixme', 'xxx', 'hack'] }],
      'no-implicit-coercion': ['error', { allow: ['!!', '+'] }],
      'object-shorthand': 'error',
      'prefer-template': 'error',
      'no-else-return': ['error', { allowElseIf: false }],
      'no-param-reassign': 'error',
      'no-restricted-imports': ['error', { patterns: [nodePrefix] }],
    },
  },
  {
    files: ['libs/kernel/src/**/*.ts', 'libs/contexts/**/src/**/*.ts'],
    ignores: ['**/*.spec.ts', '**/*.e2e.ts'],
    rules: noClockNoChance,
  },
  {
    files: ['**/*.spec.ts', '**/*.e2e.ts', '**/*.contract.ts', 'libs/testing/**/*.ts', 'test/**/*.ts'],
    rules: {
      // Bodies of HTTP replies and JSON files are what the assertions then say they are.
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
      '@typescript-eslint/no-unsafe-argument': 'off',
      'no-restricted-globals': ['error', 'fit', 'fdescribe', 'xit', 'xtest', 'xdescribe'],
      'no-restricted-properties': [
        'error',
        ...['it', 'test', 'describe'].flatMap((object) =>
          ['only', 'skip', 'todo'].map((property) => ({ object, property, message: 'Every test runs, always.' })),
        ),
      ],
    },
  },
  {
    files: ['**/*.{js,mjs,cjs}'],
    languageOptions: {
      globals: Object.fromEntries(
        ['process', 'performance', 'fetch', 'AbortSignal', 'Buffer', 'URL'].map((name) => [name, false]),
      ),
    },
  },
  prettier,
);
