import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

/** `npm run bench -- <name> […]` and `npm run soak -- <name> […]`: starts the measurement of that name. */
const [kind = 'bench', name, ...options] = process.argv.slice(2);
const folder = join(import.meta.dirname, '..', kind);
const names = readdirSync(folder, { withFileTypes: true })
  .filter((entry) => entry.isFile() && /^[a-z0-9-]+\.js$/.test(entry.name) && entry.name !== 'main.js')
  .map((entry) => entry.name.slice(0, -'.js'.length))
  .sort((a, b) => a.localeCompare(b));

if (name !== undefined && names.includes(name)) {
  const file = join(folder, `${name}.js`);
  process.argv = [process.execPath, file, ...options];
  await import(pathToFileURL(file).href);
} else {
  const problem = name === undefined ? `which ${kind}?` : `there is no ${kind} "${name}"`;
  process.stderr.write(`${problem} Choose: ${names.join(', ') || '(none yet)'}\n`);
  process.exitCode = 2;
}
