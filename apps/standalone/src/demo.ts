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

/** Kept beside the data, so that a second start can go on. Only ever made by the demo. */
async function demoAccount(url: string, dataDir: string, firstAdmin: FirstAdmin | undefined): Promise<DemoAccount> {
  const file = join(dataDir, 'demo-account.json');
  if (!firstAdmin) {
    const text = await readFile(file, 'utf8').catch(() => {
      throw new DemoAccountError('the admin account is in use by somebody: the demo needs a data folder of its own');
    });
    return JSON.parse(text) as DemoAccount;
  }
  const account = { username: firstAdmin.username, password: randomBytes(12).toString('base64url') };
  await writeFile(file, `${JSON.stringify(account)}\n`, { mode: 0o600 });
  const accessToken = await signIn(url, firstAdmin.username, firstAdmin.oneTimePassword);
  const reply = await fetch(`${url}/api/auth/change-password`, {
    method: 'POST',
    headers: { authorization: `Bearer ${accessToken}`, 'content-type': 'application/json' },
    body: JSON.stringify({ password: firstAdmin.oneTimePassword, newPassword: account.password }),
  });
  if (!reply.ok) throw new DemoAccountError(`the demo's password was refused: ${await reply.text()}`);
  return account;
}
