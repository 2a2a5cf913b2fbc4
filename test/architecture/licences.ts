/**
 * Licences that let anybody use, change and redistribute, at most with a notice. CC-BY-3.0 covers the holiday data of
 * `date-holidays`: it asks for attribution, which its own files carry. OFL-1.1 covers the font of PDF files: it may be
 * embedded and redistributed with anything, only not sold by itself.
 */
const permissive = new Set([
  '0BSD',
  'Apache-2.0',
  'BlueOak-1.0.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'CC-BY-3.0',
  'CC0-1.0',
  'ISC',
  'MIT',
  'MIT-0',
  'OFL-1.1',
  'PostgreSQL',
  'Python-2.0',
  'Unlicense',
  'Zlib',
]);

/** Of an SPDX expression without nested parentheses: one of an OR is enough, all of an AND are needed. */
export const isPermissive = (expression: string): boolean =>
  expression
    .replaceAll(/[()]/g, '')
    .split(' OR ')
    .some((choice) => choice.split(' AND ').every((licence) => permissive.has(licence)));

/** Packages that state their licence in a file only. */
const inFileOnly: Readonly<Record<string, string>> = { 'png-js': 'MIT' };

interface OldManifest {
  readonly name?: string;
  readonly licenses?: readonly { readonly type: string }[];
}

/** The lock file leaves out licences in npm's old form, `licenses: [{ type }]`: any one of the list may be chosen. */
export function licenceOf(licence: string | undefined, manifest: () => string): string {
  if (licence !== undefined) return licence;
  const { licenses = [], name = '' } = JSON.parse(manifest()) as OldManifest;
  return inFileOnly[name] ?? licenses.map(({ type }) => type).join(' OR ');
}
