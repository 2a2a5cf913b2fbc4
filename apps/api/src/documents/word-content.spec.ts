import PizZip from 'pizzip';
import { pdfPages } from '../../../../test/api/pdf-text.js';
import { printPdf } from './pdf-printer.js';
import { pagesOf } from './word-content.js';
import { TemplateError, WordTemplates } from './word-template.js';

/** Every letter with a mark, small and capital. */
const vowels = 'aàáảãạăằắẳẵặâầấẩẫậeèéẻẽẹêềếểễệiìíỉĩịoòóỏõọôồốổỗộơờớởỡợuùúủũụưừứửữựyỳýỷỹỵđ';
const letters = vowels + vowels.toLocaleUpperCase('vi');

const row = {
  ...{ title: letters, category: 'Hạ tầng', unit: 'Chi bộ ấp 3', raisedOn: '1/10/2024', ageDays: 40 },
  ...{ due: '15/10/2024', note: 'Quá hạn' },
};
const rowsOf = (count: number) => Array.from({ length: count }, (_, index) => ({ number: index + 1, ...row }));
const filled = (rows: number): Promise<Buffer> =>
  new WordTemplates(undefined).fill('unresolved-recommendations', {
    ...{ superior: 'TỈNH ỦY BẮC KẠN', issuer: 'ĐẢNG ỦY XÃ QUẢNG KHÊ', scope: 'Đảng ủy xã Quảng Khê', place: '…' },
    ...{ day: 22, month: 11, year: 2026, madeAt: '16:40 22/11/2026', generated: false, today: '2026-11-22' },
    ...{ asOfPosition: '12/12', sources: [{ what: 'Kiến nghị', path: '/api/views/x' }] },
    ...{ on: '22/11/2026', count: rows, overdue: 0, unanswered: 0, escalated: 0, oldest: 40 },
    holders: [{ holder: 'Sở Xây dựng', count: rows, overdue: 0, rows: rowsOf(rows) }],
  });

describe('a filled Word file as PDF', () => {
  it('has A4 pages with the heading of a long table and the number of the page on each, all letters', async () => {
    const pages = pagesOf('list', await filled(40));
    expect(pages.pageSize).toEqual({ width: 841.9, height: 595.3 });
    const file = await printPdf(pages);
    expect(file.subarray(0, 5).toString()).toBe('%PDF-');
    const read = pdfPages(file);
    expect(read.length).toBeGreaterThan(2);
    expect(read[0]).toContain('ĐẢNG CỘNG SẢN VIỆT NAM');
    expect(read[0]).toContain('ĐẢNG ỦY XÃ QUẢNG KHÊ');
    expect(read[0]!.replaceAll('\n', '')).toContain(letters);
    const inTable = read.filter((page) => page.includes('Chi bộ ấp 3'));
    expect(inTable.map((page) => page.includes('Đơn vị kiến nghị'))).toEqual(inTable.map(() => true));
    expect(read.map((page) => /\n(\d+)$/.exec(page)?.[1])).toEqual([
      undefined,
      ...read.slice(1).map((_, index) => String(index + 2)),
    ]);
    expect(read.join('\n')).not.toContain('\u0000');
  });

  it('says what it would have to leave out of a committee’s own template', async () => {
    const zip = new PizZip(await filled(1));
    const xml = zip.file('word/document.xml')!.asText();
    zip.file('word/document.xml', xml.replace('<w:r>', '<w:r><w:drawing/>'));
    const own = zip.generate({ type: 'nodebuffer' });
    expect(() => pagesOf('list', own)).toThrow(new TemplateError('list.docx: a PDF cannot show w:drawing'));
  });
});
