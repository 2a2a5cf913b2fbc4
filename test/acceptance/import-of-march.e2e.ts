import { bundleVerifier, checkDossier, verifierModules } from '#audit';
import { rootUnitId } from '#kernel';
import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import ts from 'typescript';
import type { Answer, Client, Row } from './client.js';
import { System } from './system.js';

/**
 * A clerk imports the attendance of March with the marks in the wrong column: 500 cadres who came stand as absent.
 * From the request to the verified end, through HTTP.
 */
const ids = (length: number) => Array.from({ length }, () => randomUUID());
/** 20 cells, each followed by 5 cadres, met 5 times. */
const cells = ids(20).map((unitId, index) => ({ unitId, name: `Chi bộ ấp ${index + 1}`, cadreIds: ids(5) }));
const followed = cells.flatMap(({ unitId, cadreIds }) => cadreIds.map((cadreId) => ({ unitId, cadreId })));
const meetings = cells.flatMap((cell) =>
  ids(5).map((meetingId, week) => ({ ...cell, meetingId, heldOn: `2025-03-0${week + 3}` })),
);
const marks = meetings.flatMap(({ meetingId, cadreIds }) => cadreIds.map((cadreId) => ({ meetingId, cadreId })));
const [provinceId, communeId] = [randomUUID(), randomUUID()];
const decision = { number: '11-QĐ/ĐU', date: '2025-01-02', issuer: 'Đảng ủy xã' };
const authority = { number: '05-QĐ/UBKT', date: '2025-04-01', issuer: 'Ủy ban Kiểm tra Tỉnh ủy' };

const ndjson = (rows: readonly object[]) => rows.map((row) => JSON.stringify(row)).join('\n');

// A step is thousands of events: seconds on a free machine, more on a busy one.
import.meta.jest.setTimeout(120_000);

describe('500 wrong attendances in the import of March', () => {
  let system: System;
  let clerk: Client;
  let inspector: Client;
  let head: Client;
  let atLeast: string;
  const correctionId = randomUUID();
  /** Places of the wrong events, in the order of the file. */
  let wrong: { stream: string; revision: number }[];
  let dryRunId: string;

  const rows = async (act: string, bodies: readonly object[], who: Client): Promise<Answer> => {
    const answer = await who.command(act, ndjson(bodies), { 'content-type': 'application/x-ndjson' });
    expect(answer).toMatchObject({ status: 200, body: { isApplied: true } });
    atLeast = answer.body['position'] as string;
    return answer;
  };
  const attendance = async (): Promise<Row> => {
    const { totals } = await inspector.rows('attendance-rate', { unitId: communeId, atLeast, wait: 10_000 });
    const { expected, attended, absent } = totals;
    return { expected: expected!, attended: attended!, absent: absent! };
  };
  const done = async (answer: Promise<Answer>, status = 200): Promise<Answer['body']> => {
    const { body, status: got } = await answer;
    if (got !== status) throw new Error(`status ${got}: ${JSON.stringify(body)}`);
    return body;
  };

  beforeAll(async () => {
    system = await System.start('2025-04-02T09:00:00+07:00', { audit: true });
    const { admin } = system;
    const units = [
      { unitId: provinceId, name: 'Tỉnh ủy', level: 'province', parentId: rootUnitId, effectiveAt: '2020-01-01' },
      { unitId: communeId, name: 'Đảng ủy xã', level: 'commune', parentId: provinceId, effectiveAt: '2020-01-01' },
      ...cells.map(({ unitId, name }) => ({
        unitId,
        name,
        level: 'cell',
        parentId: communeId,
        effectiveAt: '2020-01-01',
      })),
    ];
    await rows('register-unit', units, admin);
    await rows(
      'register-cadre',
      followed.map(({ cadreId }, index) => ({
        cadreId,
        fullName: `Cán bộ ${index + 1}`,
        position: 'Cán bộ',
        unitId: communeId,
      })),
      admin,
    );
    await rows(
      'assign-cadre',
      followed.map(({ unitId, cadreId }) => ({
        assignmentId: randomUUID(),
        unitId,
        cadreId,
        from: '2025-01-02',
        decision,
      })),
      admin,
    );
    await rows(
      'hold-meeting',
      meetings.map(({ meetingId, unitId, heldOn }) => ({
        meetingId,
        unitId,
        heldOn,
        kind: 'regular',
        durationMinutes: 95,
      })),
      admin,
    );
    clerk = await system.person('admin', communeId);
    inspector = await system.person('inspector', provinceId);
    head = await system.person('inspector', provinceId);
  }, 120_000);
  afterAll(() => system.stop(), 60_000);

  it('the import is recorded as it came', async () => {
    const bodies = marks.map((each) => ({ ...each, mark: 'absent' }));
    const { body } = await rows('record-meeting-attendance', bodies, clerk);
    wrong = (body['rows'] as { stream: string; revision: number }[]).map(({ stream, revision }) => ({
      stream,
      revision,
    }));
    expect(wrong).toHaveLength(500);
    expect(await attendance()).toEqual({ expected: 500, attended: 0, absent: 500 });
  });

  it('an inspector asks for one correction of all of it, with a file', async () => {
    const request = {
      correctionId,
      unitId: communeId,
      statement: 'Tệp nhập tháng 3: cột "dự" và cột "vắng" bị đảo; 500 lượt dự ghi thành vắng',
      evidence: ['Sổ ghi biên bản sinh hoạt tháng 3/2025 của 20 chi bộ'],
      decision: authority,
    };
    await done(inspector.command('request-correction', request), 201);
    const items = marks.map((each, index) => ({
      act: 'record-meeting-attendance',
      body: { ...each, mark: 'present' },
      corrects: wrong[index],
    }));
    const key = { 'idempotency-key': randomUUID(), 'content-type': 'application/x-ndjson' };
    for (const _again of [1, 2]) {
      const added = await done(inspector.post(`/api/corrections/${correctionId}/items`, ndjson(items), key));
      expect(added).toEqual({ items: 500, added: 500 });
    }
  });

  it('a dry run shows the new events and every row before and after; nothing is written', async () => {
    const report = await done(inspector.post(`/api/corrections/${correctionId}/dry-run`));
    dryRunId = report['dryRunId'] as string;
    expect(report).toMatchObject({ items: 500, refused: [] });
    expect((report['events'] as unknown[])[0]).toMatchObject({
      type: 'meetings.AttendanceRecorded',
      data: { mark: 'present', previousMark: 'absent' },
    });
    const views = report['views'] as { view: string; changed: number; added: number }[];
    const of = (name: string) => views.find(({ view }) => view === name);
    expect(of('attendance_rate')).toEqual({ view: 'attendance_rate', changed: 100, added: 0 });
    expect(of('timeline')).toMatchObject({ changed: 0 });
    expect(of('timeline')!.added).toBeGreaterThanOrEqual(1500);
    const page = await done(inspector.get(`/api/corrections/${correctionId}/rows?view=attendance_rate&limit=1000`));
    const changes = page['rows'] as { before: Row; after: Row }[];
    expect(changes).toHaveLength(100);
    for (const { before, after } of changes) {
      expect(after).toEqual({ ...before, attended: 5, absent: 0 });
      expect(before).toMatchObject({ expected: 5, attended: 0, absent: 5, month: '2025-03' });
    }
    expect(await attendance()).toEqual({ expected: 500, attended: 0, absent: 500 });
  });

  it('any view can be asked what it would say', async () => {
    const asked = `/api/corrections/${correctionId}/views/attendance-rate?unitId=${communeId}&limit=3`;
    const page = await done(inspector.get(asked));
    expect(page['totals']).toMatchObject({ rowCount: 100, expected: 500, attended: 500, absent: 0, rate: 100 });
    expect((page['rows'] as Row[])[0]).toMatchObject({ attended: 5, absent: 0 });
    expect(await attendance()).toEqual({ expected: 500, attended: 0, absent: 500 });
  });

  it('it is approved by a second person who did not enter it, or not at all', async () => {
    const refused = async (who: Client, code: string) =>
      expect(await who.command('approve-correction', { correctionId, dryRunId })).toMatchObject({
        status: expect.any(Number) as number,
        body: { code },
      });
    await refused(inspector, 'correction.approver-requested');
    await refused(clerk, 'correction.approver-entered');
    await refused(await system.person('office', communeId), 'command.role-not-allowed');
    await refused(await system.person('inspector', cells[0]!.unitId), 'command.outside-scope');
    expect(await head.post(`/api/corrections/${correctionId}/apply`)).toMatchObject({
      status: 409,
      body: { code: 'correction.not-now' },
    });
    await done(head.command('approve-correction', { correctionId, dryRunId, decision: authority }), 201);
  });

  it('it is carried out once, however often it is sent, and verified to the row', async () => {
    const apply = () => done(head.post(`/api/corrections/${correctionId}/apply`));
    const reports = await Promise.all([apply(), apply()]);
    expect(await apply()).toMatchObject({ status: 'closed', events: 500 });
    const { position, verification } = reports.find((each) => each['verification'] !== null)!;
    atLeast = position as string;
    const { views } = verification as { views: { view: string }[] };
    expect(verification).toMatchObject({ isExact: true, eventsAsRehearsed: true });
    expect(views.find(({ view }) => view === 'attendance_rate')).toEqual({
      ...{ view: 'attendance_rate', touched: 100, rehearsed: 100, asRehearsed: 100 },
      ...{ wrong: [], unforeseen: 0 },
    });
    expect(await attendance()).toEqual({ expected: 500, attended: 500, absent: 0 });
    const { rows: cases } = await inspector.rows('corrections', { correctionId });
    expect(cases).toEqual([
      expect.objectContaining({
        status: 'closed',
        items: 500,
        appliedEvents: 500,
        isExact: true,
        closedOn: '2025-04-02',
      }),
    ]);
  });

  it('the wrong facts stay in history, marked and linked to what corrects them', async () => {
    const { rows: marked, totals } = await inspector.rows('corrected-facts', { correctionId });
    expect(totals).toMatchObject({ facts: 500 });
    const places = (list: readonly { stream: unknown; revision: unknown }[]) =>
      list.map(({ stream, revision }) => `${String(stream)}@${String(revision)}`).sort();
    expect(places(marked as never)).toEqual(places(wrong));
    const { rows: timeline } = await inspector.rows('timeline', {
      subjectKind: 'meeting',
      subjectId: meetings[0]!.meetingId,
    });
    const facts = timeline.map(({ act }) => act).filter((act) => String(act).includes('meeting'));
    expect(facts).toEqual(['hold-meeting', ...Array<string>(10).fill('record-meeting-attendance')]);
  });

  it('what moved since the dry run is not overwritten; undo is another correction', async () => {
    const { rows: facts } = await inspector.rows('corrected-facts', { correctionId });
    const undoId = randomUUID();
    const [first, second] = facts.map(({ correctingStream, correctingRevision, stream, revision }) => ({
      corrects: { stream: correctingStream, revision: correctingRevision },
      mark: marks[wrong.findIndex((each) => each.stream === stream && each.revision === revision)]!,
    }));
    const item = ({ corrects, mark }: NonNullable<typeof first>) => ({
      act: 'record-meeting-attendance',
      body: { ...mark, mark: 'excused' },
      corrects,
    });
    const request = {
      correctionId: undoId,
      unitId: communeId,
      statement: 'Hai lượt này vắng có lý do',
      evidence: ['Giấy xin phép'],
      decision: authority,
      items: [item(first!), item(second!)],
    };
    await done(inspector.command('request-correction', request), 201);
    const approved = async () => {
      const run = await done(inspector.post(`/api/corrections/${undoId}/dry-run`));
      await done(head.command('approve-correction', { correctionId: undoId, dryRunId: run['dryRunId'] }), 201);
    };
    await approved();
    await done(clerk.command('record-meeting-attendance', { ...second!.mark, mark: 'absent' }), 201);
    const moved = await head.post(`/api/corrections/${undoId}/apply`);
    expect(moved).toMatchObject({ status: 409, body: { code: 'correction.facts-moved', details: { applied: 0 } } });
    await approved();
    const report = await done(head.post(`/api/corrections/${undoId}/apply`));
    expect(report).toMatchObject({ status: 'closed', events: 2, verification: { isExact: true } });
    atLeast = report['position'] as string;
    expect(await attendance()).toEqual({ expected: 500, attended: 498, absent: 0 });
  });

  describe('the dossier of one of these cells, dissolved since', () => {
    const cell = cells[0]!;
    const dossierId = randomUUID();
    const findingId = randomUUID();
    let file: string;

    beforeAll(async () => {
      const command = (act: string, body: object, who = inspector) => done(who.command(act, body), 201);
      await command('close-unit', { unitId: cell.unitId, closedOn: '2025-04-01', decision }, system.admin);
      const title = 'Kiểm tra việc ghi sổ sinh hoạt <chi bộ ấp 1>';
      await command('open-dossier', { dossierId, unitId: cell.unitId, title, decision: authority });
      const events = wrong.slice(0, 5);
      const { events: cited } = await command('cite-events', { dossierId, events });
      expect(cited).toHaveLength(1);
      const text = 'Năm lượt dự của cuộc họp đầu tháng 3 ghi thành vắng';
      await command('add-finding', { dossierId, findingId, text });
      await command('order-correction', { dossierId, findingId, correctionId, text: 'Đính chính cả tệp' });
      await command('close-dossier', { dossierId, conclusion: 'Đã đính chính đủ' });
      const reply = await fetch(`${system.url}/api/dossiers/${dossierId}/export`, {
        headers: { authorization: `Bearer ${inspector.token}` },
      });
      file = await reply.text();
      expect({ status: reply.status, start: file.slice(0, 15) }).toEqual({ status: 200, start: '<!doctype html>' });
    }, 60_000);

    it('proves itself to anybody with Node and the file', async () => {
      const folder = await mkdtemp(join(tmpdir(), 'ncs-dossier-'));
      const offline = join(import.meta.dirname, '../../libs/audit/src/offline');
      const compiled = (name: string) =>
        ts.transpileModule(readFileSync(join(offline, `${name}.ts`), 'utf8'), {
          compilerOptions: { module: ts.ModuleKind.ESNext, target: ts.ScriptTarget.ES2023 },
        }).outputText;
      await writeFile(
        join(folder, 'verify-dossier.mjs'),
        bundleVerifier(new Map(verifierModules.map((name) => [name, compiled(name)]))),
      );
      await writeFile(join(folder, 'dossier.html'), file);
      const run = promisify(execFile)(process.execPath, ['verify-dossier.mjs', 'dossier.html'], {
        cwd: folder,
        env: {},
      });
      const { stdout } = await run;
      await rm(folder, { recursive: true });
      expect(stdout).toContain('VALID: the dossier is unaltered');
      expect(file).toContain('Năm lượt dự của cuộc họp đầu tháng 3 ghi thành vắng');
      expect(checkDossier(file).document!.corrections).toEqual([{ correctionId, items: 500, status: 'closed' }]);
    });

    it('says what was done to it', () => {
      const codes = (altered: string) => checkDossier(altered).faults.map(({ code }) => code);
      const inData = file.lastIndexOf('"mark":"absent"');
      const altered = (from: string, to: string, at = file.indexOf(from)) =>
        file.slice(0, at) + to + file.slice(at + from.length);
      expect(codes(file)).toEqual([]);
      expect(codes(altered('absent', 'absens', inData + 8))).toEqual(
        expect.arrayContaining(['event', 'readable-text']),
      );
      expect(codes(altered('Năm lượt', 'Bốn lượt'))).toEqual(['readable-text']);
      expect(codes(altered('Năm lượt', 'Bốn lượt', file.lastIndexOf('Năm lượt')))).toEqual(
        expect.arrayContaining(['section', 'readable-text']),
      );
      expect(checkDossier(altered('"status":"closed"', '"status":"closeb"')).faults[0]).toMatchObject({
        code: 'section',
        en: 'section "header" is not as it was exported',
      });
      expect(codes('<!doctype html>')).toEqual(['malformed']);
    });

    it('no byte of it can be changed unnoticed', () => {
      for (let step = 0; step < 12; step++) {
        const at = Math.floor((file.length * step) / 12);
        const other = file[at] === 'x' ? 'y' : 'x';
        expect(checkDossier(file.slice(0, at) + other + file.slice(at + 1)).ok).toBe(false);
      }
    });

    it('is for inspectors of the unit alone', async () => {
      const stranger = await system.person('inspector', cells[1]!.unitId);
      for (const [who, code] of [
        [stranger, 'command.outside-scope'],
        [clerk, 'command.role-not-allowed'],
      ] as const) {
        expect(await who.get(`/api/dossiers/${dossierId}/export`)).toMatchObject({ status: 403, body: { code } });
      }
      expect((await stranger.rows('dossiers')).rows).toEqual([]);
      const { rows: mine } = await inspector.rows('dossiers');
      expect(mine).toEqual([
        expect.objectContaining({ dossierId, cited: 5, findings: 1, exports: 1, correctionsOpen: 1 }),
      ]);
    });
  });

  it('who looked at what stands in the access log, for inspectors alone and without contents', async () => {
    const log = async () => (await inspector.rows('access-log', { about: correctionId })).rows;
    await log();
    let seen = await log();
    while (seen.length === 0) seen = await log();
    expect(seen).toContainEqual(
      expect.objectContaining({ what: '/api/corrections/:id/views/attendance-rate', form: 'page', status: 200 }),
    );
    expect(seen.every(({ unitId }) => unitId === provinceId)).toBe(true);
    expect(await clerk.view('access-log')).toMatchObject({ status: 403, body: { code: 'views.role-not-allowed' } });
  });
});
