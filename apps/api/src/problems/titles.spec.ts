import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fieldTexts } from './field-texts.js';
import { titles } from './titles.js';

/** `new DomainError('meeting.not-held'`, `notFound('…'`, `new RequestError(415, 'request.…'`, `code: 'views.…'` */
const thrown =
  /(?:DomainError|notFound|forbidden|badRequest|unauthorized|RequestError|refused|code:|\d{3}:)\(?\s*(?:\d{3},\s*|row, )?'([a-z-]+\.[a-z0-9-]+)'/g;
const ofFields = /(?:invalidField|badParameter)\(\s*[\w.']+,\s*'([a-z-]+)'|\bcode: '([a-z-]+)',\s*message/g;

const sources = ['apps', 'libs'].flatMap((folder) =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.ts') && !/\.(spec|e2e)\.ts$|node_modules/.test(path))
    .map((path) => readFileSync(join(folder, path), 'utf8')),
);

const found = (pattern: RegExp): string[] => [
  ...new Set(sources.flatMap((text) => [...text.matchAll(pattern)].map((match) => match[1] ?? match[2]!))),
];

describe('texts of problems', () => {
  it('has a title for every code that the sources throw', () => {
    const codes = found(thrown);
    expect(codes).toEqual(expect.arrayContaining(['meeting.not-held', 'request.too-large', 'identity.token-expired']));
    expect(codes.filter((code) => !(code in titles))).toEqual([]);
  });

  it('has a text for every code of a field', () => {
    const codes = found(ofFields);
    expect(codes).toEqual(expect.arrayContaining(['is-cursor', 'unknown-field']));
    expect(codes.filter((code) => !(code in fieldTexts))).toEqual([]);
  });

  it('is Vietnamese in one form, with English beside it', () => {
    for (const [code, { en, vi }] of [...Object.entries(titles), ...Object.entries(fieldTexts)]) {
      expect({ code, vi }).toEqual({ code, vi: vi.normalize('NFC') });
      expect(en.length).toBeGreaterThan(2);
    }
  });
});
