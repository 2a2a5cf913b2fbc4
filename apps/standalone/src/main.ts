import { ConfigError, loadConfig } from '#platform';
import { program } from 'commander';
import { loadDemo } from './demo.js';
import { StandaloneSystem } from './system.js';

program
  .name('nam-co-so')
  .description('Nắm Cơ Sở on one machine: PostgreSQL, event store, projector and api.')
  .option('--demo', 'load the demo stories, then go on running');

const say = (line: string): void => void process.stdout.write(`${line}\n`);

async function main({ demo }: { demo?: true }): Promise<void> {
  const config = loadConfig(process.env);
  say('Nắm Cơ Sở đang khởi động… / starting…');
  const system = new StandaloneSystem(config, (line) => say(`  ${line}`));
  stopOnSignal(() => system.stop());
  const firstAdmin = await system.start();
  say(`\nSẵn sàng / ready: ${system.url}/api/docs`);
  if (firstAdmin) {
    say(`Tài khoản quản trị đầu tiên / first admin: ${firstAdmin.username}`);
    say(`Mật khẩu dùng một lần / one-time password: ${firstAdmin.oneTimePassword}`);
  }
  if (demo) await loadDemo({ url: system.url, dataDir: config.NCS_DATA, firstAdmin, say });
  say('\nCtrl-C để dừng / to stop.');
}

/** The first signal stops everything in order; the second one says that the person is in a hurry. */
function stopOnSignal(stop: () => Promise<void>): void {
  let isStopping = false;
  const onSignal = (): void => {
    if (isStopping) process.exit(130);
    isStopping = true;
    say('\nĐang dừng… / stopping…');
    stop().then(() => process.exit(0), fail);
  };
  process.on('SIGINT', onSignal);
  process.on('SIGTERM', onSignal);
}

function fail(error: unknown): void {
  const lines = error instanceof Error ? error.message : String(error);
  const hint = error instanceof ConfigError ? 'thiết lập / settings: ' : '';
  process.stderr.write(`nam-co-so: ${hint}${lines}\n`);
  process.exit(1);
}

main(program.parse().opts<{ demo?: true }>()).catch(fail);
