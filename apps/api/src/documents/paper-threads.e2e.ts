import { DomainError } from '#kernel';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pdfPages } from '../../../../test/api/pdf-text.js';
import { PaperThreads } from './paper-threads.js';
import type { PaperOrder } from './set-paper.js';

const never = new AbortController().signal;
const letterhead = {
  ...{ superior: 'TỈNH ỦY BẮC KẠN', issuer: 'ĐẢNG ỦY XÃ QUẢNG KHÊ', scope: 'Đảng ủy xã Quảng Khê', place: '…' },
  ...{ day: 22, month: 11, year: 2026, madeAt: '16:40 22/11/2026', generated: false, today: '2026-11-22' },
  ...{ asOfPosition: '12/12', sources: [] },
};
const order = (rows: number, ownTemplates?: string): PaperOrder => ({
  ...{ name: 'unresolved-recommendations', format: 'pdf', ownTemplates },
  values: {
    ...letterhead,
    ...{ on: '22/11/2026', count: rows, overdue: 0, unanswered: 0, escalated: 0, oldest: 40 },
    holders: [
      {
        ...{ holder: 'Sở Xây dựng', count: rows, overdue: 0 },
        rows: Array.from({ length: rows }, (_, index) => ({
          ...{ number: index + 1, title: `Kiến nghị số ${index + 1}`, category: 'Hạ tầng', unit: 'Chi bộ ấp 3' },
          ...{ raisedOn: '1/10/2024', ageDays: 40, due: '15/10/2024', note: 'Quá hạn' },
        })),
      },
    ],
  },
});

describe('papers set in threads of their own', () => {
  it('sets a long one whole, while this thread goes on', async () => {
    const threads = new PaperThreads();
    let isDone = false;
    let turns = 0;
    const paper = threads.make(() => Promise.resolve(order(300)), never).finally(() => (isDone = true));
    const count = (): void => {
      turns += 1;
      if (!isDone) setImmediate(count);
    };
    count();
    const text = pdfPages(await paper).join('\n');
    expect(text).toContain('Kiến nghị số 300');
    // Set in this thread it would be a handful.
    expect(turns).toBeGreaterThan(500);
  });

  it('refuses what the memory does not suffice for, and makes the next', async () => {
    const threads = new PaperThreads(48);
    const tooLarge = threads.make(() => Promise.resolve(order(3_000)), never);
    const next = threads.make(() => Promise.resolve(order(1)), never);
    await expect(tooLarge).rejects.toMatchObject({ status: 413, code: 'documents.too-large' });
    expect(pdfPages(await next)[0]).toContain('Kiến nghị số 1');
  });

  it('ends what nobody waits for any more, and does not begin what nobody waits for', async () => {
    const threads = new PaperThreads();
    const gone = new AbortController();
    const begun: string[] = [];
    const make = (name: string) =>
      threads.make(
        () => {
          begun.push(name);
          // Whoever asked for the first one goes away once its thread has it.
          setImmediate(() => gone.abort());
          return Promise.resolve(order(1));
        },
        name === 'kept' ? never : gone.signal,
      );
    const papers = await Promise.allSettled([make('left'), make('never begun'), make('kept')]);
    expect(papers.map(({ status }) => status)).toEqual(['rejected', 'rejected', 'fulfilled']);
    expect(begun).toEqual(['left', 'kept']);
  });

  it('tells whoever comes when many wait to come back', async () => {
    const threads = new PaperThreads();
    const refused = (): Promise<PaperOrder> => Promise.reject(new DomainError('views.unknown'));
    const waiting = Array.from({ length: 10 }, () => threads.make(refused, never).catch(() => 'done'));
    await expect(threads.make(refused, never)).rejects.toMatchObject({ status: 503 });
    expect(await Promise.all(waiting)).toEqual(Array.from({ length: 10 }, () => 'done'));
    await expect(threads.make(refused, never)).rejects.toThrow(DomainError);
  });

  it('says what is wrong in a template', async () => {
    const own = await mkdtemp(join(tmpdir(), 'ncs-templates-'));
    try {
      await writeFile(join(own, 'unresolved-recommendations.docx'), 'not a Word file');
      const paper = new PaperThreads().make(() => Promise.resolve(order(1, own)), never);
      await expect(paper).rejects.toMatchObject({ name: 'TemplateError' });
    } finally {
      await rm(own, { recursive: true });
    }
  });
});
