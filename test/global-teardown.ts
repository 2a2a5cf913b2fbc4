import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';

/** Taking `starting` away is the sign for the watcher to stop the server and clean up. */
export default function teardown(): void {
  const folder = process.env['NCS_TEST_FOLDER'];
  if (!folder) return;
  const started = existsSync(join(folder, 'starting'));
  rmSync(started ? join(folder, 'starting') : folder, { recursive: true, force: true });
}
