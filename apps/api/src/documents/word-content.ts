import PizZip from 'pizzip';
import type { Content, createPdf, TableCell } from 'pdfmake';
import { TemplateError } from './word-template.js';
import { parseXml, type XmlElement } from './xml-tree.js';

/** What the PDF printer takes. */
export type Pages = Parameters<typeof createPdf>[0];

/** Parts of a Word file that would be missing from the PDF: it is refused rather than printed without them. */
const unprintable = ['w:drawing', 'w:pict', 'w:object', 'w:numPr', 'w:vMerge', 'w:footnoteReference', 'w:txbxContent'];

/** Word measures in twentieths of a point, type in half points, lines of tables in eighths. */
const points = (twips: number): number => twips / 20;

/**
 * The pages of a filled Word file, for the PDF printer: wording and layout stand in the template only, the committee's
 * own too. Follows what is set on paragraphs, runs and tables themselves (alignment, indent, spacing, bold, italic,
 * underline, size, widths, borders, repeated headings); named styles besides the document's size of type are not.
 *
 * @throws TemplateError naming what a PDF can't show
 */
export function pagesOf(name: string, file: Buffer): Pages {
  const zip = new PizZip(file);
  const rows: Rows = new Map();
  const refused = new Set<string>();
  const document = parseXml(zip.file('word/document.xml')!.asText(), {
    onOpen(tag) {
      if (unprintable.includes(tag)) refused.add(tag);
    },
    // The elements of a long table would take ten times the room of what is printed of them.
    onClose(element) {
      if (element.name !== 'w:tr') return;
      rows.set(element, { cells: cells(element, rows), isHeading: within(element, 'w:tblHeader').length > 0 });
      element.children.length = 0;
    },
  });
  if (refused.size > 0) throw new TemplateError(`${name}.docx: a PDF cannot show ${[...refused].join(', ')}`);
  const body = only(document, 'w:body')!;
  const section = child(body, 'w:sectPr');
  const [size, margins] = [section && child(section, 'w:pgSz'), section && child(section, 'w:pgMar')];
  const page = { width: points(number(size, 'w:w', 11_906)), height: points(number(size, 'w:h', 16_838)) };
  const margin = (side: string): number => points(number(margins, `w:${side}`, 1_134));
  const [left, right] = [margin('left'), margin('right')];
  return {
    pageSize: page,
    pageMargins: [left, margin('top'), right, margin('bottom')],
    defaultStyle: { font: 'Tinos', fontSize: sizeOfType(zip) },
    // Papers number their pages from the second on, above the text (Hướng dẫn 36-HD/VPTW 2018).
    header: (pageNumber) =>
      pageNumber === 1 ? '' : { text: String(pageNumber), alignment: 'center', margin: [0, margin('header'), 0, 0] },
    content: contentOf(body, page.width - left - right, rows),
    pageBreakBefore: (node, nodes) => node.headlineLevel === 1 && nodes.getFollowingNodesOnPage().length === 0,
  };
}

/** Rows of tables by their elements, which are empty. */
type Rows = Map<XmlElement, { readonly cells: TableCell[]; readonly isHeading: boolean }>;

function contentOf(parent: XmlElement, width: number, rows: Rows): Content[] {
  return parent.children.flatMap((element): Content[] => {
    if (element.name === 'w:p') return [paragraph(element)];
    if (element.name === 'w:tbl') return [table(element, width, rows)];
    return [];
  });
}

const alignments = { center: 'center', right: 'right', end: 'right', both: 'justify' } as const;

function paragraph(element: XmlElement): Content {
  const style = child(element, 'w:pPr');
  const spacing = style && child(style, 'w:spacing');
  const runs = within(element, 'w:r')
    .map(run)
    .filter(({ text }) => text !== '');
  const alignment = alignments[value(style, 'w:jc') as keyof typeof alignments] ?? 'left';
  return {
    // An empty paragraph takes its line.
    ...(runs.length > 1 ? { text: runs } : (runs[0] ?? { text: ' ' })),
    alignment,
    leadingIndent: points(number(style && child(style, 'w:ind'), 'w:firstLine', 0)),
    margin: [0, points(number(spacing, 'w:before', 0)), 0, points(number(spacing, 'w:after', 0))],
    ...(style && child(style, 'w:keepNext') ? { headlineLevel: 1 } : {}),
  };
}

function run(element: XmlElement) {
  const style = child(element, 'w:rPr');
  const isOn = (name: string): boolean => {
    const toggle = style && child(style, name);
    return toggle !== undefined && !['0', 'false', 'none'].includes(toggle.attributes['w:val'] ?? '');
  };
  const size = Number(value(style, 'w:sz')) / 2;
  return {
    text: element.children.map(textOf).join(''),
    ...(isOn('w:b') ? { bold: true } : {}),
    ...(isOn('w:i') ? { italics: true } : {}),
    ...(isOn('w:u') ? { decoration: 'underline' as const } : {}),
    ...(size > 0 ? { fontSize: size } : {}),
  };
}

function textOf({ name, text }: XmlElement): string {
  if (name === 'w:t') return text;
  if (name === 'w:tab') return '    ';
  return name === 'w:br' || name === 'w:cr' ? '\n' : '';
}

function table(element: XmlElement, pageWidth: number, rows: Rows): Content {
  const style = child(element, 'w:tblPr');
  const line = style && child(style, 'w:tblBorders') ? 0.5 : 0;
  const margins = style && child(style, 'w:tblCellMar');
  const padding = points(number(margins && child(margins, 'w:left'), 'w:w', 108));
  const grid = child(element, 'w:tblGrid')?.children ?? [];
  const columns = grid.map((column) => points(number(column, 'w:w', 0)));
  // Word lets a table reach into the margins a little; here it fits between them.
  const fit = Math.min(1, (pageWidth - line) / columns.reduce((sum, width) => sum + width, 0));
  const own = element.children.flatMap((row) => rows.get(row) ?? []);
  const headerRows = Math.max(
    0,
    own.findIndex(({ isHeading }) => !isHeading),
  );
  return {
    table: {
      widths: columns.map((width) => width * fit - 2 * padding - line),
      headerRows,
      keepWithHeaderRows: headerRows > 0 ? 1 : 0,
      dontBreakRows: true,
      body: own.map((row) => row.cells),
    },
    layout: {
      ...{ hLineWidth: () => line, vLineWidth: () => line },
      ...{ paddingLeft: () => padding, paddingRight: () => padding, paddingTop: () => 1, paddingBottom: () => 1 },
    },
  };
}

/** A cell over several columns is followed by empty ones. */
const cells = (row: XmlElement, rows: Rows): TableCell[] =>
  row.children
    .filter(({ name }) => name === 'w:tc')
    .flatMap((cell): TableCell[] => {
      const style = child(cell, 'w:tcPr');
      const colSpan = Number(value(style, 'w:gridSpan') ?? 1);
      const isMiddle = value(style, 'w:vAlign') === 'center';
      const [first, ...more] = contentOf(cell, Infinity, rows);
      const isLine = more.length === 0 && typeof first === 'object' && 'text' in first;
      const content = isLine ? first : { stack: [first ?? '', ...more] };
      return [
        { ...content, colSpan, verticalAlignment: isMiddle ? 'middle' : 'top' },
        ...Array.from({ length: colSpan - 1 }, () => ''),
      ];
    });

/** Word's own is 10 points. */
function sizeOfType(zip: PizZip): number {
  const styles = zip.file('word/styles.xml');
  const defaults = styles && only(parseXml(styles.asText()), 'w:docDefaults');
  return number(defaults ? only(defaults, 'w:sz') : undefined, 'w:val', 20) / 2;
}

const only = (element: XmlElement, name: string): XmlElement | undefined => within(element, name)[0];

const within = (element: XmlElement, name: string): XmlElement[] =>
  element.children.flatMap((each) => (each.name === name ? [each] : within(each, name)));

const child = (element: XmlElement, name: string): XmlElement | undefined =>
  element.children.find((each) => each.name === name);

const value = (style: XmlElement | undefined, name: string): string | undefined =>
  style && child(style, name)?.attributes['w:val'];

const number = (element: XmlElement | undefined, attribute: string, missing: number): number =>
  Number(element?.attributes[attribute] ?? missing);
