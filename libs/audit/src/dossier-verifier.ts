import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** In the order in which they need each other. */
export const verifierModules = [
  'canonical-json',
  'merkle',
  'signed-note',
  'checkpoint',
  'event-proof',
  'dossier-file',
  'verify-dossier',
] as const;

const identifier = (name: string): string => name.replace(/\W/g, '_');

/**
 * `verify-dossier.mjs`: the compiled modules of `offline/` as one readable file, each a closure of its own.
 * `sources`: JavaScript by name of the module.
 */
export function bundleVerifier(sources: ReadonlyMap<string, string>): string {
  const builtins = new Set<string>();
  const parts = verifierModules.map((name) => {
    const exported: string[] = [];
    const body = sources
      .get(name)!
      .replace(/^import \{([^}]*)\} from '([^']+)';$/gm, (_all, names: string, from: string) => {
        const taken = names.replace(/ as /g, ': ');
        if (from.startsWith('node:')) builtins.add(from);
        return `const {${taken}} = ${identifier(from.replace(/^\.\/|\.js$/g, ''))};`;
      })
      .replace(/^export ((?:const|function|class) (\w+))/gm, (_all, rest: string, exportedName: string) => {
        exported.push(exportedName);
        return rest;
      })
      .replace(/^\/\/# sourceMappingURL=.*$/gm, '')
      .trim();
    return `const ${identifier(name)} = (() => {\n${body}\nreturn { ${exported.join(', ')} };\n})();\n`;
  });
  const imports = [...builtins].map((from) => `import * as ${identifier(from)} from '${from}';\n`);
  return [...imports, '\n', ...parts].join('\n');
}

/** As built; undefined when only the sources are there. */
export async function dossierVerifier(): Promise<string | undefined> {
  const read = async (name: string) =>
    [name, await readFile(join(import.meta.dirname, 'offline', `${name}.js`), 'utf8')] as const;
  try {
    return bundleVerifier(new Map(await Promise.all(verifierModules.map(read))));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}
