import { inflateSync } from 'node:zlib';

/**
 * The text of each page of a PDF as our printer writes it (pdfkit: streams deflated, fonts with a ToUnicode map), a
 * line per cell or line of text. A letter that the font lacks comes out as U+0000.
 */
export function pdfPages(file: Buffer): string[] {
  const objects = objectsOf(file);
  const letters = new Map(
    [...objects.values()].flatMap(({ head }) =>
      [...head.matchAll(/\/(F\d+) (\d+) 0 R/g)].map(([, font, id]) => [font!, lettersOf(objects, id!)] as const),
    ),
  );
  return [...objects.values()]
    .filter(({ head }) => /\/Type \/Page\b/.test(head))
    .map(({ head }) => textOf(objects.get(/\/Contents (\d+) 0 R/.exec(head)![1]!)!.stream, letters));
}

interface PdfObject {
  readonly head: string;
  readonly stream: string;
}

function objectsOf(file: Buffer): Map<string, PdfObject> {
  const text = file.toString('latin1');
  return new Map(
    [...text.matchAll(/(?:^|\n)(\d+) 0 obj\n([^]*?)\nendobj/g)].map(([, id, body]) => {
      const [head, stream] = body!.split(/\nstream\n/, 2) as [string, string | undefined];
      if (stream === undefined) return [id!, { head, stream: '' }];
      const bytes = Buffer.from(stream.slice(0, stream.lastIndexOf('\nendstream')), 'latin1');
      const isDeflated = head.includes('/FlateDecode') && !head.includes('/Length1') && !head.includes('CIDFont');
      return [id!, { head, stream: isDeflated ? inflateSync(bytes).toString('latin1') : '' }];
    }),
  );
}

/** Letters by the glyph's number in the file. */
function lettersOf(objects: ReadonlyMap<string, PdfObject>, font: string): readonly string[] {
  const map = /\/ToUnicode (\d+) 0 R/.exec(objects.get(font)!.head)![1]!;
  const ranges = objects.get(map)!.stream.matchAll(/<[0-9a-f]+> <[0-9a-f]+> \[(.*?)\]/g);
  return [...ranges].flatMap(([, range]) => [...range!.matchAll(/<([0-9a-f ]*)>/g)].map(([, hex]) => utf16(hex!)));
}

const utf16 = (hex: string): string =>
  String.fromCharCode(...(hex.replaceAll(' ', '').match(/.{4}/g) ?? []).map((unit) => Number.parseInt(unit, 16)));

function textOf(page: string, letters: ReadonlyMap<string, readonly string[]>): string {
  let font: readonly string[] = [];
  const pieces: string[] = [];
  for (const [, name, shown] of page.matchAll(/\/(F\d+) [\d.]+ Tf|\[([^\]]*)\] TJ/g)) {
    if (name !== undefined) font = letters.get(name)!;
    const glyphs = [...(shown ?? '').matchAll(/<([0-9a-f]+)>/g)].flatMap(([, hex]) => hex!.match(/.{4}/g)!);
    if (shown !== undefined) pieces.push(glyphs.map((glyph) => font[Number.parseInt(glyph, 16)] ?? '').join(''));
  }
  return pieces
    .map((piece) => (piece.endsWith(' ') ? piece : `${piece}\n`))
    .join('')
    .trimEnd();
}
