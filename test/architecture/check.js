/** `npm run check`: format, lint, types, architecture; runs them all, two at a time, and says what failed. */
import { spawn } from 'node:child_process';
import { join } from 'node:path';

const root = join(import.meta.dirname, '../..');
const bin = (path) => join(root, 'node_modules', path);

const steps = [
  ['lint', bin('eslint/bin/eslint.js'), '--max-warnings', '0', '.'],
  ['format', bin('prettier/bin/prettier.cjs'), '--check', '--log-level', 'warn', '.'],
  ['types', bin('typescript/bin/tsc'), '--noEmit', '--pretty', 'false', '--project', 'tsconfig.json'],
  [
    'architecture',
    '--experimental-vm-modules',
    '--disable-warning=ExperimentalWarning',
    bin('jest/bin/jest.js'),
    'test/architecture',
    '--reporters=default',
    '--reporters=summary',
  ],
];

/** Resolves to whether the step passed. Its output is kept until its end, so that two steps never mix theirs. */
const run = ([name, ...options]) =>
  new Promise((resolve, reject) => {
    const start = performance.now();
    const child = spawn(process.execPath, options, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] });
    const output = [];
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => output.push(chunk));
    child.once('error', reject);
    child.once('close', (code) => {
      const seconds = ((performance.now() - start) / 1000).toFixed(1);
      const text = code === 0 ? '' : Buffer.concat(output).toString();
      process.stdout.write(`${text}${code === 0 ? '✓' : '✗'} ${name} (${seconds} s)\n`);
      resolve(code === 0);
    });
  });

const waiting = [...steps];
const failed = [];

async function lane() {
  for (let step = waiting.shift(); step; step = waiting.shift()) if (!(await run(step))) failed.push(step[0]);
}

await Promise.all([lane(), lane()]);
if (failed.length > 0) {
  process.stdout.write(`check failed: ${failed.join(', ')}\n`);
  process.exitCode = 1;
}
