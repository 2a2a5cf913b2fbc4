import { chmodSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Only names the folder of this run: the first test that needs PostgreSQL starts it (`#testing/fixtures`). */
export default function setup(): void {
  const folder = mkdtempSync(join(tmpdir(), 'ncs-test-'));
  // As root the server runs as another user, who must get in.
  chmodSync(folder, 0o755);
  process.env['NCS_TEST_FOLDER'] = folder;
  process.env['NCS_TEST_RUN'] = String(process.pid);
}
