/** `npm run check`: format, lint, types, architecture; runs them all and says what failed. */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

const root = join(import.meta.dirname, '../..');
const bin = (path) => [process.execPath, join(root, 'node_modules', path)];
const jest = [process.execPath, '--experimental-vm-modules', '--disable-warning=ExperimentalWarning'];

const steps = [
  ['format', ...bin('prettier/bin/prettier.cjs'), '--check', '--log-level', 'warn', '.'],
  ['lint', ...bin('eslint/bin/eslint.js'), '--max-warnings', '0', '.'],
  ['types', ...bin('typescript/bin/tsc'), '--noEmit', '--project', 'tsconfig.json'],
  [
    'architecture',
    ...jest,
    join(root, 'node_modules/jest/bin/jest.js'),
    'test/architecture',
    '--reporters=default',
    '--reporters=summary',
  ],
];

const failed = steps.filter(([name, command, ...options]) => {
  const start = performance.now();
  const { status } = spawnSync(command, options, { cwd: root, stdio: ['ignore', 'inherit', 'inherit'] });
  const seconds = ((performance.now() - start) / 1000).toFixed(1);
  process.stdout.write(`${status === 0 ? '✓' : '✗'} ${name} (${seconds} s)\n`);
  return status !== 0;
});

if (failed.length > 0) {
  process.stdout.write(`check failed: ${failed.map(([name]) => name).join(', ')}\n`);
  process.exitCode = 1;
}
