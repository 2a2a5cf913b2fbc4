import { DOMParser, type Element } from '@xmldom/xmldom';
import { RequestError } from '#platform/http';
import PizZip from 'pizzip';
import type { Content, createPdf, TableCell } from 'pdfmake';
import { TemplateError } from './word-template.js';

/** What the PDF printer takes. */
export type Pages = Parameters<typeof createPdf>[0];

/** Parts of a Word file that would be missing from the PDF: it is refused rather than printed without them. */
const unprintable = ['w:drawing', 'w:pict', 'w:object', 'w:numPr', 'w:vMerge', 'w:footnoteReference', 'w:txbxContent'];

/** Pages are set in the API's own thread, some milliseconds a row, while its other readers wait. */
const maxRows = 500;

/** Word measures in twentieths of a point, type in half points, lines of tables in eighths. */
const points = (twips: number): number => twips / 20;

/**
 * The pages of a filled Word file, for the PDF printer: wording and layout stand in the template only, the committee's
 * own too. Follows what is set on paragraphs, runs and tables themselves (alignment, indent, spacing, bold, italic,
 * underline, size, widths, borders, repeated headings); named styles besides the document's size of type are not.
 *
 * @throws TemplateError naming what a PDF can't show; RequestError of too many rows
 */
export function pagesOf(name: string, file: Buffer): Pages {
  const zip = new PizZip(file);
  const body = only(parsed(zip, 'word/document.xml'), 'w:body')!;
  const refused = unprintable.filter((tag) => within(body, tag).length > 0);
  if (refused.length > 0) throw new TemplateError(`${name}.docx: a PDF cannot show ${refused.join(', ')}`);
  const rows = within(body, 'w:tr').length;
  if (rows > maxRows) throw new RequestError(413, 'documents.too-long-for-pdf', { details: { rows, maxRows } });
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
    content: contentOf(body, page.width - left - right),
    pageBreakBefore: (node, nodes) => node.headlineLevel === 1 && nodes.getFollowingNodesOnPage().length === 0,
  };
}

function contentOf(parent: Element, width: number): Content[] {
  return children(parent).flatMap((element): Content[] => {
    if (element.nodeName === 'w:p') return [paragraph(element)];
    if (element.nodeName === 'w:tbl') return [table(element, width)];
    return [];
  });
}

const alignments = { center: 'center', right: 'right', end: 'right', both: 'justify' } as const;

function paragraph(element: Element): Content {
  const style = child(element, 'w:pPr');
  const spacing = style && child(style, 'w:spacing');
  const runs = within(element, 'w:r')
    .map(run)
    .filter(({ text }) => text !== '');
  const alignment = alignments[value(style, 'w:jc') as keyof typeof alignments] ?? 'left';
  return {
    // An empty paragraph takes its line.
    text: runs.length > 0 ? runs : ' ',
    alignment,
    leadingIndent: points(number(style && child(style, 'w:ind'), 'w:firstLine', 0)),
    margin: [0, points(number(spacing, 'w:before', 0)), 0, points(number(spacing, 'w:after', 0))],
    ...(style && child(style, 'w:keepNext') ? { headlineLevel: 1 } : {}),
  };
}

function run(element: Element) {
  const style = child(element, 'w:rPr');
  const isOn = (name: string): boolean => {
    const toggle = style && child(style, name);
    return toggle !== undefined && !['0', 'false', 'none'].includes(toggle.getAttribute('w:val') ?? '');
  };
  const size = Number(value(style, 'w:sz')) / 2;
  return {
    text: children(element).map(textOf).join(''),
    bold: isOn('w:b'),
    italics: isOn('w:i'),
    ...(isOn('w:u') ? { decoration: 'underline' as const } : {}),
    ...(size > 0 ? { fontSize: size } : {}),
  };
}

function textOf(element: Element): string {
  if (element.nodeName === 'w:t') return element.textContent ?? '';
  if (element.nodeName === 'w:tab') return '    ';
  return element.nodeName === 'w:br' || element.nodeName === 'w:cr' ? '\n' : '';
}

function table(element: Element, pageWidth: number): Content {
  const style = child(element, 'w:tblPr');
  const line = style && child(style, 'w:tblBorders') ? 0.5 : 0;
  const margins = style && child(style, 'w:tblCellMar');
  const padding = points(number(margins && child(margins, 'w:left'), 'w:w', 108));
  const grid = within(element, 'w:tblGrid').slice(0, 1).flatMap(children);
  const columns = grid.map((column) => points(number(column, 'w:w', 0)));
  // Word lets a table reach into the margins a little; here it fits between them.
  const fit = Math.min(1, (pageWidth - line) / columns.reduce((sum, width) => sum + width, 0));
  const rows = children(element).filter(({ nodeName }) => nodeName === 'w:tr');
  const isBody = (row: Element): boolean => within(row, 'w:tblHeader').length === 0;
  const headerRows = Math.max(0, rows.findIndex(isBody));
  return {
    table: {
      widths: columns.map((width) => width * fit - 2 * padding - line),
      headerRows,
      keepWithHeaderRows: headerRows > 0 ? 1 : 0,
      dontBreakRows: true,
      body: rows.map(cells),
    },
    layout: {
      ...{ hLineWidth: () => line, vLineWidth: () => line },
      ...{ paddingLeft: () => padding, paddingRight: () => padding, paddingTop: () => 1, paddingBottom: () => 1 },
    },
  };
}

/** A cell over several columns is followed by empty ones. */
const cells = (row: Element): TableCell[] =>
  children(row)
    .filter(({ nodeName }) => nodeName === 'w:tc')
    .flatMap((cell): TableCell[] => {
      const style = child(cell, 'w:tcPr');
      const colSpan = Number(value(style, 'w:gridSpan') ?? 1);
      const isMiddle = value(style, 'w:vAlign') === 'center';
      const stack = contentOf(cell, Infinity);
      return [
        { stack, colSpan, verticalAlignment: isMiddle ? 'middle' : 'top' },
        ...Array.from({ length: colSpan - 1 }, () => ''),
      ];
    });

/** Word's own is 10 points. */
function sizeOfType(zip: PizZip): number {
  const defaults = zip.file('word/styles.xml') && only(parsed(zip, 'word/styles.xml'), 'w:docDefaults');
  return number(defaults ? only(defaults, 'w:sz') : undefined, 'w:val', 20) / 2;
}

const parsed = (zip: PizZip, part: string): Element =>
  new DOMParser().parseFromString(zip.file(part)!.asText(), 'text/xml').documentElement!;

const only = (element: Element, name: string): Element | undefined => within(element, name)[0];

/** The library's own lists are searched again whenever they are read. */
const within = (element: Element, name: string): Element[] =>
  children(element).flatMap((each) => (each.nodeName === name ? [each] : within(each, name)));

const children = (element: Element): Element[] =>
  [...element.childNodes].filter((node): node is Element => node.nodeType === node.ELEMENT_NODE);

const child = (element: Element, name: string): Element | undefined =>
  children(element).find(({ nodeName }) => nodeName === name);

const value = (style: Element | undefined, name: string): string | null | undefined =>
  style && child(style, name)?.getAttribute('w:val');

const number = (element: Element | undefined, attribute: string, missing: number): number =>
  Number(element?.getAttribute(attribute) ?? missing);
