import { derivedId } from '#kernel';
import { parse } from 'csv-parse/sync';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import type { IncomingMessage } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import PizZip from 'pizzip';
import readXlsxFile from 'read-excel-file/node';
import { pdfPages } from './pdf-text.js';
import { expectOk, id, registerUnits, startApi, units, type ApiUnderTest } from './support.js';

const decision = { number: '1391-QĐ/TU', date: '2024-08-29', issuer: 'Tỉnh ủy Bắc Kạn' };

interface Answer {
  readonly view: string;
  readonly totals: Readonly<Record<string, number>>;
}

/** What a reader of the Word file sees: its paragraphs, in order. */
function paragraphs(file: Buffer): string[] {
  const xml = new PizZip(file).file('word/document.xml')!.asText();
  return xml
    .split('</w:p>')
    .map((paragraph) => [...paragraph.matchAll(/<w:t[^>]*>([^<]*)<\/w:t>/g)].map(([, text]) => text).join(''))
    .map((text) => text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&'))
    .filter((text) => text !== '');
}

describe('lists and papers to take away', () => {
  let api: ApiUnderTest;
  let templates: string;
  let position = '';
  const [cadre, other] = [id('cadre'), id('other')];

  const act = async (name: string, body: object): Promise<void> => {
    const reply = expectOk(await api.command(name, body));
    position = (reply.body as { position: string | null }).position ?? position;
  };
  const file = async (path: string, token?: string): Promise<{ status: number; headers: object; bytes: Buffer }> => {
    const reply = await api
      .get(path, token)
      .buffer(true)
      .parse((message, done) => {
        const chunks: Buffer[] = [];
        (message as unknown as IncomingMessage)
          .on('data', (chunk: Buffer) => chunks.push(chunk))
          .on('end', () => done(null, Buffer.concat(chunks)));
      });
    return { status: reply.status, headers: reply.headers as object, bytes: reply.body as Buffer };
  };

  beforeAll(async () => {
    templates = await mkdtemp(join(tmpdir(), 'ncs-templates-'));
    api = await startApi({ projector: true, environment: { NCS_TEMPLATES: templates } });
    await registerUnits(api);
    const { cellA, cellB, communeA, province } = units;
    for (const [cadreId, fullName] of [
      [cadre, 'Nông Thị Hạnh'],
      [other, '=Hoàng Văn Đức & Con <b>'],
    ]) {
      await act('register-cadre', { cadreId, fullName, position: 'Chuyên viên', unitId: province });
    }
    await act('assign-cadre', { assignmentId: id('a1'), unitId: cellA, cadreId: cadre, from: '2024-09-01', decision });
    await act('assign-cadre', { assignmentId: id('a2'), unitId: cellB, cadreId: other, from: '2024-09-01', decision });
    for (const [index, mark] of ['present', 'late', 'absent', undefined].entries()) {
      const meetingId = id('meeting', index);
      const heldOn = `2024-${String(9 + index).padStart(2, '0')}-03`;
      await act('hold-meeting', { meetingId, unitId: cellA, kind: 'regular', heldOn, durationMinutes: 95 });
      if (mark) await act('record-meeting-attendance', { meetingId, cadreId: cadre, mark });
    }
    const issue = { kind: 'recommendation', category: 'infrastructure', raisedOn: '2024-10-01' };
    const [road, bridge] = [id('road'), id('bridge')];
    await act('raise-issue', { ...issue, issueId: road, unitId: cellA, title: 'Sửa đường', sentToUnitId: communeA });
    await act('raise-issue', { ...issue, issueId: bridge, unitId: cellB, title: 'Xây cầu', sentToUnitId: province });
    await reportVisitAndSupport();
  }, 60_000);

  /** Of the reports asked for each quarter one comes in time, one late and is returned, the other cadre's are missing. */
  async function reportVisitAndSupport(): Promise<void> {
    const { cellA, cellB, province } = units;
    const reportPeriods = [{ per: 'quarter', dueDays: 10 }];
    await act('publish-rule-pack', {
      ...{ family: 'following', unitId: province, name: 'quy định mẫu', version: 1, validFrom: '2024-07-01' },
      ...{ legalBasis: 'mẫu', rules: { minimumAttendances: [], reportPeriods }, decision },
    });
    const report = { unitId: cellA, cadreId: cadre, contents: ['Chi bộ sinh hoạt đều'] };
    await act('submit-report', { ...report, period: '2024-Q3', submittedOn: '2024-10-08' });
    await act('submit-report', { ...report, period: '2024-Q4', submittedOn: '2025-01-20' });
    const token = await api.tokenFor('office', province);
    const reportOf = (period: string) => ({ reportId: derivedId('report', cellA, cadre, period) });
    expectOk(await api.command('acknowledge-report', { ...reportOf('2024-Q3'), on: '2024-10-09' }, { token }));
    const returned = { ...reportOf('2024-Q4'), reason: 'Thiếu số liệu', on: '2025-01-22' };
    expectOk(await api.command('return-report', returned, { token }));
    const visit = { purpose: 'households', forWhat: 'Thăm hộ nghèo', on: '2024-10-05' };
    await act('record-visit', { ...visit, visitId: id('visit'), unitId: cellA, cadreId: cadre });
    const support = { kind: 'rural-road', forWhat: 'Đường thôn', raisedOn: '2024-11-01', unitId: cellB };
    await act('record-support', { ...support, supportId: id('s1'), cadreId: cadre, amountVnd: 350_000_000 });
    await act('record-support', { ...support, supportId: id('s2'), amountVnd: 5_000_000 });
  }

  afterAll(async () => {
    await api.stop();
    await rm(templates, { recursive: true, force: true });
  });

  it('gives a list as a workbook: headings, days as days, numbers as numbers, no formula', async () => {
    const asked = `/api/views/assignment-roster?atLeast=${position}&wait=10000&format=xlsx`;
    const { bytes, headers } = await file(asked);
    expect(headers).toMatchObject({
      'content-type': 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
      'content-disposition': 'attachment; filename="assignment-roster.xlsx"',
    });
    const [sheet] = await readXlsxFile(bytes);
    const [heading, ...rows] = sheet!.data;
    expect(heading).toEqual(expect.arrayContaining(['Đơn vị', 'Cán bộ', 'Từ ngày', 'Số quyết định']));
    const startsOn = heading!.indexOf('Từ ngày');
    expect(rows.map((row) => row[startsOn])).toEqual([new Date('2024-09-01'), new Date('2024-09-01')]);
    expect(rows.map((row) => row[heading!.indexOf('Cán bộ')])).toEqual(['Nông Thị Hạnh', '=Hoàng Văn Đức & Con <b>']);
  });

  it('gives the same rows as the CSV, in both languages and within the reader’s subtree', async () => {
    const office = await api.tokenFor('office', units.communeA);
    const csv = parse((await file('/api/views/attendance-rate?format=csv', office)).bytes, { bom: true });
    const [sheet] = await readXlsxFile((await file('/api/views/attendance-rate?format=xlsx', office)).bytes);
    const asText = sheet!.data.map((row) => row.map((cell) => (cell === null ? '' : String(cell))));
    expect(asText).toEqual(csv);
    expect(csv).toHaveLength(1 + 4);
    const english = await api.get('/api/views/attendance-rate?format=csv').set('accept-language', 'en');
    expect(english.text).toContain('Meetings attended');
    const issuesOf = async (language: string) =>
      (await api.get('/api/views/issue-register?format=csv').set('accept-language', language)).text;
    expect(await issuesOf('vi')).toContain(',kiến nghị,infrastructure,"Giao thông, thủy lợi, hạ tầng",Sửa đường,');
    expect(await issuesOf('en')).toContain(',recommendation,infrastructure,');
  });

  it('writes the periodic review of the assigned cadres', async () => {
    const { bytes, headers, status } = await file('/api/documents/assigned-cadres-review?from=2024-09&to=2024-12');
    expect(status).toBe(200);
    expect(headers).toMatchObject({
      'content-disposition': 'attachment; filename="assigned-cadres-review.docx"',
    });
    const text = paragraphs(bytes);
    expect(text).toContain('(từ tháng 9/2024 đến tháng 12/2024)');
    expect(text.join('\n')).toContain('Trong kỳ có 2 cán bộ được phân công theo dõi, phụ trách 2 đơn vị');
    expect(text.join('\n')).toContain(
      'phải dự: 4; đã dự: 2 (50 %); vắng có lý do: 0; vắng không lý do: 1; chưa ghi nhận: 1.',
    );
    const row = text.indexOf('Nông Thị Hạnh');
    expect(text.slice(row - 1, row + 9)).toEqual([
      '2',
      'Nông Thị Hạnh',
      'Chi bộ thôn Nà Lẻ',
      '1391-QĐ/TU',
      '4',
      '2',
      '0',
      '1',
      '1',
      '50 %',
    ]);
    expect(text).toContain('=Hoàng Văn Đức & Con <b>');
  });

  it('tells of reports, visits and support of each cadre', async () => {
    const text = paragraphs((await file('/api/documents/assigned-cadres-review?from=2024-09&to=2024-12')).bytes);
    expect(text.join('\n')).toContain(
      'Báo cáo theo dõi: phải nộp 4; nộp đúng hạn 1; nộp chậm 1; chưa nộp 2; đang bị trả lại 1. Xuống cơ sở: 1 lần. ' +
        'Vận động hỗ trợ: 1 lần, 350.000.000 đồng; ngoài ra 1 lần, 5.000.000 đồng không ghi cán bộ vận động.',
    );
    const second = text.slice(text.indexOf('2. Báo cáo theo dõi, xuống cơ sở, vận động hỗ trợ'));
    const rowOf = (name: string) => second.slice(second.indexOf(name), second.indexOf(name) + 9);
    expect(rowOf('Nông Thị Hạnh')).toEqual(['Nông Thị Hạnh', '2', '1', '1', '0', '1', '1', '1', '350.000.000']);
    const otherName = '=Hoàng Văn Đức & Con <b>';
    expect(rowOf(otherName)).toEqual([otherName, '2', '0', '0', '2', '0', '0', '0', '0']);
    expect(rowOf('Cộng')).toEqual(['Cộng', '4', '1', '1', '2', '1', '1', '1', '350.000.000']);
  });

  it('does not count reports where none was asked for', async () => {
    const text = paragraphs((await file('/api/documents/assigned-cadres-review?from=2024-10&to=2024-11')).bytes);
    expect(text.join('\n')).toContain('Báo cáo theo dõi: không có kỳ báo cáo nào kết thúc trong thời gian này');
    const second = text.slice(text.indexOf('2. Báo cáo theo dõi, xuống cơ sở, vận động hỗ trợ'));
    const row = second.indexOf('Nông Thị Hạnh');
    expect(second.slice(row + 1, row + 8)).toEqual(['không có kỳ báo cáo', '–', '–', '–', '–', '1', '1']);
  });

  it('names the queries behind its figures, which give the same figures, on another day too', async () => {
    const asked = '/api/documents/assigned-cadres-review?from=2024-09&to=2024-12';
    const text = paragraphs((await file(asked)).bytes);
    const sources = text.flatMap((line) => /: (\/api\/views\/\S+)$/.exec(line)?.[1] ?? []);
    const knownOn = /thêm tham số (knownOn=\d{4}-\d\d-\d\d)/.exec(text.join('\n'))![1]!;
    expect(text.join('\n')).toMatch(/đến sự kiện \d+\/\d+, trong phạm vi của Ban Chấp hành Trung ương/);
    const totals = async (later: string) =>
      Object.fromEntries(
        await Promise.all(
          sources.map(async (path) => {
            const { view, totals } = expectOk(await api.get(`${path}${later}`)).body as Answer;
            return [view, totals] as const;
          }),
        ),
      );
    const now = await totals('');
    expect(now).toMatchObject({
      'assignment-roster': { assignments: 2, units: 2, cadres: 2 },
      'attendance-rate': { expected: 4, attended: 2, absent: 1, unrecorded: 1 },
      'reports-due': { asked: 4, inTime: 1, late: 1, overdue: 2 },
      visits: { visits: 1 },
      support: { times: 2, amountVnd: 355_000_000 },
    });
    expect(await totals(`&${knownOn}`)).toEqual(now);
    const list = paragraphs((await file('/api/documents/unresolved-recommendations')).bytes);
    expect(list.at(list.findIndex((line) => line.includes('knownOn=')) + 1)).toMatch(
      /^– .+: \/api\/views\/unresolved-recommendations$/,
    );
  });

  it('is written by the committee’s office, not by the cadre of whom it tells', async () => {
    const cadres = await api.tokenFor('cadre', units.communeA);
    for (const paper of ['assigned-cadres-review?from=2024-09&to=2024-12', 'unresolved-recommendations']) {
      const reply = await api.get(`/api/documents/${paper}`, cadres);
      expect(reply.body).toMatchObject({ status: 403, code: 'documents.role-not-allowed' });
    }
  });

  it('writes the list of unresolved recommendations by holder, for the committee that asks', async () => {
    const all = paragraphs((await file('/api/documents/unresolved-recommendations')).bytes);
    expect(all.join('\n')).toContain('Còn 2 kiến nghị chưa được giải quyết, trong đó 2 quá hạn');
    expect(all.join('\n')).toContain('2 quá hạn, 2 chưa được trả lời');
    expect(all.filter((line) => line === 'Quá hạn; Ở đây từ 1/10/2024')).toHaveLength(2);
    expect(all).toEqual(expect.arrayContaining(['Sửa đường', 'Xây cầu']));

    const office = await api.tokenFor('office', units.communeA);
    const own = paragraphs((await file('/api/documents/unresolved-recommendations', office)).bytes);
    expect(own).toEqual(expect.arrayContaining(['TỈNH ỦY BẮC KẠN', 'ĐẢNG ỦY XÃ QUẢNG KHÊ', 'Sửa đường']));
    expect(own.join('\n')).toContain('Xã Quảng Khê: 1 kiến nghị, 1 quá hạn');
    expect(own).not.toContain('Xây cầu');
  });

  it('gives both papers as PDF too, of the same content', async () => {
    for (const paper of ['assigned-cadres-review?from=2024-09&to=2024-12&', 'unresolved-recommendations?']) {
      const word = paragraphs((await file(`/api/documents/${paper}format=docx`)).bytes);
      const { bytes, headers } = await file(`/api/documents/${paper}format=pdf`);
      expect(headers).toMatchObject({
        'content-type': 'application/pdf',
        'content-disposition': `attachment; filename="${paper.split('?')[0]}.pdf"`,
      });
      const pages = pdfPages(bytes);
      expect(pages[0]).toContain('ĐẢNG CỘNG SẢN VIỆT NAM');
      // Without the minute in which each of the two was made.
      const wordsOf = (texts: readonly string[]) =>
        new Set(
          texts
            .join('\n')
            .replaceAll(/\d\d:\d\d/g, '')
            .match(/[\p{L}\d]+/gu),
        );
      const numbers = new Set(pages.map((_, index) => String(index + 1)));
      const [inWord, inPdf] = [wordsOf(word), wordsOf(pages)];
      expect([...inWord].filter((text) => !inPdf.has(text))).toEqual([]);
      expect([...inPdf].filter((text) => !inWord.has(text) && !numbers.has(text))).toEqual([]);
    }
    const wrong = await api.get('/api/documents/unresolved-recommendations?format=odt');
    expect(wrong.body).toMatchObject({ status: 422, errors: [{ field: 'format' }] });
  });

  it('takes the committee’s own template, and names the tag that is wrong in it', async () => {
    const own = join(templates, 'unresolved-recommendations.docx');
    const shipped = new PizZip(
      await readFile(new URL('../../apps/api/templates/unresolved-recommendations.docx', import.meta.url)),
    );
    const edit = async (from: string, to: string): Promise<void> => {
      const xml = shipped.file('word/document.xml')!.asText().replace(from, to);
      await writeFile(
        own,
        new PizZip(shipped.generate({ type: 'nodebuffer' }))
          .file('word/document.xml', xml)
          .generate({ type: 'nodebuffer' }),
      );
    };
    await edit('DANH SÁCH', 'BẢNG TỔNG HỢP');
    expect(paragraphs((await file('/api/documents/unresolved-recommendations')).bytes)).toContain('BẢNG TỔNG HỢP');
    await edit('{/holders}', '{/holder}');
    const reply = await api.get('/api/documents/unresolved-recommendations');
    expect(reply.status).toBe(500);
    expect(reply.body).toMatchObject({ code: 'documents.template-broken' });
    expect(JSON.stringify(reply.body)).toContain('is closed by the tag \\"holder\\"');
    await edit('{overdue}', '{overdoes}');
    const unknown = await api.get('/api/documents/unresolved-recommendations');
    expect(JSON.stringify(unknown.body)).toContain('nothing is called \\"overdoes\\" here');
    await rm(own);
  });

  it('refuses what it cannot give', async () => {
    expect((await api.get('/api/documents/nothing')).body).toMatchObject({ status: 404, code: 'documents.unknown' });
    const wrong = await api.get('/api/documents/assigned-cadres-review?from=2024-13');
    expect(wrong.status).toBe(422);
    const fields = (wrong.body as { errors: { field: string }[] }).errors.map(({ field }) => field);
    expect(fields).toEqual(expect.arrayContaining(['from', 'to']));
    expect((await api.get('/api/views/attendance-rate?format=pdf')).status).toBe(422);
  });
});
