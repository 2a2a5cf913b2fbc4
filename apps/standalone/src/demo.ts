import type { FirstAdmin } from '#platform/identity';
import { baTri2018, bacKan2024, loadScenario, signIn } from '#scenarios';
import { MultiBar, Presets } from 'cli-progress';
import { randomBytes } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Say } from './system.js';

interface DemoOptions {
  readonly url: string;
  readonly dataDir: string;
  readonly firstAdmin: FirstAdmin | undefined;
  readonly say: Say;
}

interface DemoAccount {
  readonly username: string;
  readonly password: string;
}

/** The admin was set up by hand, so the demo has no account to load with. */
export class DemoAccountError extends Error {
  override readonly name = 'DemoAccountError';
}

/**
 * Loads the stories through the HTTP commands. Command ids are fixed by the story, so that loading again after any
 * interruption repeats nothing.
 */
export async function loadDemo({ url, dataDir, firstAdmin, say }: DemoOptions): Promise<void> {
  const account = await demoAccount(url, dataDir, firstAdmin);
  const token = (): Promise<string> => signIn(url, account.username, account.password);
  const isTerminal = process.stdout.isTTY;
  const bars = new MultiBar(
    { format: '  {title} [{bar}] {percentage}% | {value}/{total} | {eta_formatted}', noTTYOutput: !isTerminal },
    Presets.rect,
  );
  try {
    for (const scenario of [bacKan2024(), baTri2018()]) {
      const bar = bars.create(0, 0, { title: scenario.title.vi });
      await loadScenario(scenario, {
        baseUrl: url,
        token,
        onProgress: ({ done, total }) => {
          bar.setTotal(total);
          bar.update(done);
        },
      });
    }
  } finally {
    bars.stop();
  }
  say(`
Đã nạp dữ liệu minh họa / the demo is loaded. Xem / look at:
  ${url}/api/docs                                    (OpenAPI)
  ${url}/api/views/attendance-rate                   tỷ lệ cán bộ dự sinh hoạt
  ${url}/api/views/unresolved-recommendations        kiến nghị chưa giải quyết
  ${url}/api/views/cell-classifications              xếp loại chi bộ
Đăng nhập / sign in: POST ${url}/api/auth/sign-in
  {"username":"${account.username}","password":"${account.password}"}`);
}

/**
 * Kept beside the data, so that a second start can go on; the one-time password too until it is changed, because a kill
 * in between would lock everybody out. Only ever made by the demo.
 */
async function demoAccount(url: string, dataDir: string, firstAdmin: FirstAdmin | undefined): Promise<DemoAccount> {
  const file = join(dataDir, 'demo-account.json');
  const account = firstAdmin
    ? { ...firstAdmin, password: randomBytes(12).toString('base64url') }
    : await readAccount(file);
  if (account.oneTimePassword !== undefined) {
    await writeFile(file, `${JSON.stringify(account)}\n`, { mode: 0o600 });
    await ownPassword(url, account.username, account.oneTimePassword, account.password);
  }
  const { username, password } = account;
  await writeFile(file, `${JSON.stringify({ username, password })}\n`, { mode: 0o600 });
  return { username, password };
}

async function readAccount(file: string): Promise<DemoAccount & Partial<FirstAdmin>> {
  const text = await readFile(file, 'utf8').catch(() => {
    throw new DemoAccountError('the admin account is in use by somebody: the demo needs a data folder of its own');
  });
  return JSON.parse(text) as DemoAccount & Partial<FirstAdmin>;
}

/** Nothing to do when it was done before the interruption. */
async function ownPassword(url: string, username: string, oneTimePassword: string, newPassword: string): Promise<void> {
  const isDone = await signIn(url, username, newPassword).then(
    () => true,
    () => false,
  );
  if (isDone) return;
  const reply = await fetch(`${url}/api/auth/change-password`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${await signIn(url, username, oneTimePassword)}`,
      'content-type': 'application/json',
    },
    body: JSON.stringify({ password: oneTimePassword, newPassword }),
  });
  if (!reply.ok) throw new DemoAccountError(`the demo's password was refused: ${await reply.text()}`);
}
