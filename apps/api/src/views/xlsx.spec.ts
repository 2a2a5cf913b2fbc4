import { sql, viewQuery } from '#projections';
import { buffer } from 'node:stream/consumers';
import readXlsxFile from 'read-excel-file/node';
import type { Row } from './view-reader.js';
import { xlsxOf } from './xlsx.js';

const column = (type: 'text' | 'date' | 'integer' | 'numeric' | 'boolean' | 'timestamptz' | 'text[]', vi: string) => ({
  ...{ type, title: { vi, en: vi } },
});
const query = viewQuery({
  name: 'sample',
  summary: { vi: 'Sổ theo dõi kiến nghị: của cả tỉnh, theo năm', en: 'Sample' },
  parameters: Object,
  columns: {
    title: column('text', 'Nội dung'),
    raisedOn: column('date', 'Ngày'),
    at: column('timestamptz', 'Lúc'),
    amountVnd: column('numeric', 'Số tiền'),
    isOpen: column('boolean', 'Chưa xong'),
    labels: column('text[]', 'Nhãn'),
  },
  key: ['title'],
  rows: () => sql`SELECT`,
});

async function* batched(...batches: (readonly Row[])[]) {
  for (const batch of batches) yield await Promise.resolve(batch);
}

const row = (title: string): Row => ({
  ...{ title, raisedOn: '2024-08-29', at: new Date('2024-08-29T18:30:00Z'), amountVnd: 350_000_000.5 },
  ...{ isOpen: true, labels: ['đường', 'cầu'] },
});
const read = async (...asked: Parameters<typeof xlsxOf>) => readXlsxFile(await buffer(xlsxOf(...asked)));

describe('a list as a workbook', () => {
  it('has days, moments in Vietnam’s time and numbers as such, and every text as a text', async () => {
    const texts = ['=1+1', '<b>&"Đường', '  hai  ', 'a\u0001b\uffff'];
    const [sheet] = await read(query, batched(texts.slice(0, 2).map(row), texts.slice(2).map(row)), 'vi');
    const [heading, ...rows] = sheet!.data;
    expect(sheet!.sheet).toBe('Sổ theo dõi kiến nghị  của cả t');
    expect(heading).toEqual(['Nội dung', 'Ngày', 'Lúc', 'Số tiền', 'Chưa xong', 'Nhãn']);
    expect(rows.map(([title]) => title)).toEqual(['=1+1', '<b>&"Đường', 'hai', 'a\u0001b']);
    const [, day, moment, ...others] = rows[0]!;
    expect(day).toEqual(new Date('2024-08-29'));
    expect(moment).toEqual(new Date('2024-08-30T01:30:00Z'));
    expect(others).toEqual([350_000_000.5, 'có', 'đường; cầu']);
  });

  it('goes on on a further sheet where one is full, and has one when there is nothing', async () => {
    const sheets = await read(query, batched(['a', 'b', 'c', 'd', 'e'].map(row)), 'en', 3);
    expect(sheets.map(({ sheet }) => sheet)).toEqual(['Sample', 'Sample_2', 'Sample_3']);
    expect(sheets.map(({ data }) => data.slice(1).map(([title]) => title))).toEqual([['a', 'b'], ['c', 'd'], ['e']]);
    const empty = await read(query, batched(), 'en');
    expect(empty.map(({ data }) => data.length)).toEqual([1]);
  });

  it('says where it had to cut a text', async () => {
    const [sheet] = await read(query, batched([row('x'.repeat(40_000))]), 'vi');
    const [title] = sheet!.data[1]!;
    expect(String(title)).toHaveLength(32_767);
    expect(String(title)).toMatch(/x … \(dài hơn một ô; xem tệp CSV/);
  });

  it('breaks off when the rows do', async () => {
    async function* broken(): AsyncGenerator<readonly Row[]> {
      yield [row('a')];
      throw await Promise.resolve(new Error('the database went away'));
    }
    await expect(buffer(xlsxOf(query, broken(), 'vi'))).rejects.toThrow('the database went away');
  });
});
