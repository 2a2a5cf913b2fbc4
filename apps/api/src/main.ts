import { ConfigError, loadConfig } from '#platform';
import { openParts } from './api-parts.js';

async function main(): Promise<void> {
  const config = loadConfig(process.env);
  const parts = await openParts(config);
  // Most of what there is to load: a wrong setting is told before.
  const { createApi } = await import('./create-api.js');
  const app = await createApi(config, parts);
  let isStopping = false;
  const stop = async (signal: string): Promise<void> => {
    if (isStopping) return;
    isStopping = true;
    parts.logger.info({ signal }, 'stopping');
    // First no new requests and the answers under way, then what they stand on.
    await app.close();
    await parts.close();
    process.exit(0);
  };
  process.on('SIGTERM', (signal) => void stop(signal).catch(fail));
  process.on('SIGINT', (signal) => void stop(signal).catch(fail));
  await app.listen({ host: config.NCS_HOST, port: config.NCS_PORT });
  parts.logger.info({ url: await app.getUrl() }, 'listening');
}

function fail(error: unknown): void {
  const { code, message } = error as NodeJS.ErrnoException;
  const line =
    code === 'EADDRINUSE'
      ? `cổng đang được dùng, chọn cổng khác bằng NCS_PORT / the port is in use, choose another with NCS_PORT: ${message}`
      : message;
  process.stderr.write(`api: ${error instanceof ConfigError ? 'thiết lập / settings: ' : ''}${line}\n`);
  process.exit(1);
}

main().catch(fail);
