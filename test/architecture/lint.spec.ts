import { ESLint } from 'eslint';
import { root } from './cruise.js';

/** Rules of `eslint.config.js` that the design leans on, each seen failing. Snippets stand in for existing files. */
const eslint = new ESLint({ cwd: root });

const rulesBroken = async (code: string, filePath: string): Promise<readonly (string | null)[]> => {
  const [result] = await eslint.lintText(code, { filePath });
  return result!.messages.map(({ ruleId }) => ruleId);
};

const kernel = 'libs/kernel/src/ids.ts';
const aggregate = 'libs/contexts/meetings/src/meeting/meeting.ts';
const platform = 'libs/platform/src/context.ts';
const spec = 'libs/contexts/meetings/src/views/attendance-rate.spec.ts';

const clockOrChance: readonly (readonly [rule: string, code: string])[] = [
  ['no-restricted-properties', 'export const a = Date.now();'],
  ['no-restricted-syntax', 'export const a = new Date();'],
  ['no-restricted-syntax', 'export const a = Date();'],
  ['no-restricted-properties', 'export const a = performance.now();'],
  ['no-restricted-properties', `import { DateTime } from 'luxon'; export const a = DateTime.now();`],
  ['no-restricted-properties', `import { DateTime } from 'luxon'; export const a = DateTime.local();`],
  ['no-restricted-properties', 'export const a = Math.random();'],
  ['no-restricted-properties', 'export const a = crypto.randomUUID();'],
  ['no-restricted-imports', `import { randomUUID } from 'node:crypto'; export const a = randomUUID();`],
  ['no-restricted-imports', `import { randomBytes } from 'node:crypto'; export const a = randomBytes(4);`],
  ['no-restricted-imports', `import { v4 } from 'uuid'; export const a = v4();`],
  ['no-restricted-imports', `import { v7 } from 'uuid'; export const a = v7();`],
  ['no-restricted-globals', 'setTimeout(String, 5);'],
  ['no-restricted-properties', `export const a = process.env['HOME'];`],
];

const everywhere: readonly (readonly [rule: string, code: string])[] = [
  ['@typescript-eslint/no-floating-promises', 'Promise.resolve(1);'],
  ['@typescript-eslint/no-misused-promises', '[1].forEach(async () => { await Promise.resolve(); });'],
  ['@typescript-eslint/no-explicit-any', 'export const a = (b: any): number => Number(b);'],
  ['@typescript-eslint/no-unused-vars', 'const a = 1;'],
  [
    '@typescript-eslint/switch-exhaustiveness-check',
    `export const a = (b: 'x' | 'y'): void => { switch (b) { case 'x': process.exitCode = 1; } };`,
  ],
  ['@typescript-eslint/consistent-type-imports', `import { Context } from './context.js'; export type A = Context;`],
  ['no-console', `console.log('a');`],
  ['eqeqeq', 'export const a = (b: number, c: number): boolean => b == c;'],
  ['no-warning-comments', '// TODO: later\nexport const a = 1;'],
  ['no-restricted-imports', `import { readFileSync } from 'fs'; export const a = readFileSync;`],
  ['local/require-reason', `// eslint-disable-next-line no-console\nconsole.log('a');`],
  ['local/require-reason', `// @ts-expect-error\nexport const a: number = 'b';`],
];

describe('lint rules', () => {
  it.each(clockOrChance)('no clock or chance in the kernel: %s: %s', async (rule, code) => {
    expect(await rulesBroken(code, kernel)).toContain(rule);
  });

  it.each(clockOrChance)('no clock or chance in decisions and views: %s: %s', async (rule, code) => {
    expect(await rulesBroken(code, aggregate)).toContain(rule);
  });

  it.each(clockOrChance)('… but outside of them, for instance: %s: %s', async (_rule, code) => {
    expect(await rulesBroken(code, platform)).toEqual([]);
  });

  it('a given instant is no clock, and a derived id is no chance', async () => {
    const code = `import { v5 } from 'uuid'; export const a = [new Date('2024-08-29').getTime(), v5('a', v5.DNS)];`;
    expect(await rulesBroken(code, kernel)).toEqual([]);
  });

  it.each(everywhere)('%s: %s', async (rule, code) => {
    expect(await rulesBroken(code, platform)).toContain(rule);
  });

  it('an exception with its reason is accepted', async () => {
    const code = `// eslint-disable-next-line no-console -- nothing else is up when this runs\nconsole.log('a');`;
    expect(await rulesBroken(code, platform)).toEqual([]);
  });

  it.each([`it.only('a', () => {});`, `describe.skip('a', () => {});`, `test.todo('a');`])(
    'every test runs: %s',
    async (code) => {
      expect(await rulesBroken(code, spec)).toContain('no-restricted-properties');
    },
  );
});
