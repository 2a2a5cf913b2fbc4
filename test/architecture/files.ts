import { readdirSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { root } from './cruise.js';

const skipped = new Set(['node_modules', 'dist', 'data', 'coverage', '.git']);

/** Every file of the repository below a folder, as paths from its root with `/`. */
export function files(folder = '.'): readonly string[] {
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    if (skipped.has(entry.name)) return [];
    const path = join(folder, entry.name);
    return entry.isDirectory() ? files(path) : [relative('.', path).split(sep).join('/')];
  });
}
