import { figuresOf, quangTri2017, stepsOf, yearlyReportFigures } from '#scenarios';
import type { Client, Row } from './client.js';
import { System } from './system.js';

const story = quangTri2017();
const figures = figuresOf(story);
const unitsOf = (level: string) => figures.units.filter((unit) => unit.level === level);
const [town] = unitsOf('district') as [ReturnType<typeof unitsOf>[number]];
const cells = unitsOf('cell');
const reports = yearlyReportFigures(story, ['2018', '2019', '2020'], 20);

const sum = <Key extends string>(rows: readonly Readonly<Record<Key, number>>[], key: Key): number =>
  rows.reduce((total, row) => total + row[key], 0);
const only = (row: Row, like: object): object => Object.fromEntries(Object.keys(like).map((name) => [name, row[name]]));
const sorted = (rows: readonly object[]): string[] => rows.map((row) => JSON.stringify(row)).sort();
const inYear = (year: string) => figures.attendance.filter(({ month }) => month.startsWith(year));

describe('Quảng Trị town 2017–2021', () => {
  let system: System;
  let reader: Client;

  beforeAll(async () => {
    system = await System.start('2021-07-01T09:00:00+07:00');
    reader = await system.tell(story);
  }, 300_000);
  afterAll(() => system.stop(), 60_000);

  it('more than 1,050 attendances in four years of monthly meetings, in every row as the commands tell', async () => {
    const { rows, totals } = await reader.rows('attendance-rate', { unitId: town.unitId });
    expect(sorted(rows.map((row) => only(row, figures.attendance[0]!)))).toEqual(sorted(figures.attendance));
    expect(totals).toMatchObject({
      expected: 48 * 24,
      attended: sum(figures.attendance, 'attended'),
      excused: sum(figures.attendance, 'excused'),
      absent: sum(figures.attendance, 'absent'),
      unrecorded: 0,
    });
    expect(totals['attended']).toBeGreaterThan(1050);
    expect(new Set(rows.map(({ month }) => month)).size).toBe(48);
  });

  it('the minimum of notice 143, once a month, is missed by exactly those who came less often', async () => {
    const { rows, totals } = await reader.rows('minimum-attendance', { unitId: town.unitId, year: '2019' });
    const attended = new Map<string, number>();
    for (const { cadreId, unitId, attended: times } of inYear('2019')) {
      attended.set(`${unitId} ${cadreId}`, (attended.get(`${unitId} ${cadreId}`) ?? 0) + times);
    }
    // 24 cells, and the one whose cadre rotated in the middle of the year twice.
    expect(rows).toHaveLength(25);
    for (const row of rows) {
      const minimum = row['months'] as number;
      const times = attended.get(`${row['unitId']} ${row['cadreId']}`)!;
      expect(row).toMatchObject({ attended: times, minimum, short: Math.max(0, minimum - times) });
    }
    expect(rows.filter(({ months }) => months === 6)).toHaveLength(2);
    expect(totals).toMatchObject({ attended: sum(inYear('2019'), 'attended') });
    expect(rows[0]!['pack']).toBe('following-143-TB (báo cáo, mẫu)');
  });

  it('warns of three months of absence and of three excused running, of nobody else', async () => {
    const warned = async (year: string, warning: string) =>
      (await reader.rows('attendance-warnings', { unitId: town.unitId, year, warning })).rows;
    const absent = (year: string) => {
      const months = new Map<string, number>();
      for (const each of inYear(year)) months.set(each.unitId, (months.get(each.unitId) ?? 0) + each.absent);
      return [...months].filter(([, count]) => count >= 3).map(([unitId]) => unitId);
    };
    const rows = await warned('2019', 'months-absent-in-year');
    expect(rows.map(({ unitId }) => unitId).sort()).toEqual(absent('2019').sort());
    expect(rows).toContainEqual(expect.objectContaining({ unitId: cells[10]!.unitId, person: 'cadre', pack: '12-HD' }));
    const running = await warned('2020', 'excused-running');
    expect(running).toContainEqual(
      expect.objectContaining({ unitId: cells[14]!.unitId, times: expect.any(Number) as number }),
    );
    expect(running.every(({ times }) => Number(times) >= 3)).toBe(true);
  });

  it('the visitor who also inspects the same cell is flagged, the one who inspects another is not', async () => {
    const on = async (day: string) =>
      (await reader.rows('assignment-conflicts', { unitId: town.unitId, kind: 'inspects-too', on: day })).rows;
    const [first, second] = [cells[3]!.unitId, cells[17]!.unitId];
    expect((await on('2019-05-05')).map(({ unitId }) => unitId)).toEqual([]);
    expect((await on('2019-05-06')).map(({ unitId }) => unitId)).toEqual([first]);
    expect((await on('2021-06-30')).map(({ unitId }) => unitId).sort()).toEqual([first, second].sort());
  });

  it('the yearly reports: in time, late and never, as the commands tell', async () => {
    for (const year of ['2018', '2019', '2020']) {
      const owed = reports.filter(({ period }) => period === year);
      const came = owed.filter(({ submittedOn }) => submittedOn !== null);
      const { rows, totals } = await reader.rows('reports-due', { unitId: town.unitId, year });
      const facts = rows.map((row) => only(row, owed[0]!));
      expect(sorted(facts)).toEqual(sorted(owed));
      expect(totals).toMatchObject({
        asked: 24,
        submitted: came.length,
        inTime: came.filter(({ submittedOn, dueOn }) => submittedOn! <= dueOn).length,
        late: came.filter(({ submittedOn, dueOn }) => submittedOn! > dueOn).length,
        overdue: owed.length - came.length,
      });
    }
  });

  /** These add to the story. */
  it('the rest of 2021 is planned as a series, each meeting under an id that is known before', async () => {
    const { unitId } = cells[0]!;
    const series = { unitId, year: 2021, day: 5, months: [7, 8, 9, 10, 11, 12] };
    expect((await system.admin.command('schedule-meeting-series', series)).status).toBe(201);
    const planned = async () =>
      (await system.admin.rows('meetings', { unitId, status: 'scheduled', from: '2021-07-01' })).rows;
    const deadline = Date.now() + 60_000;
    while ((await planned()).length < 6 && Date.now() < deadline) await new Promise((again) => setTimeout(again, 100));
    const rows = await planned();
    expect(rows.map(({ scheduledFor }) => scheduledFor)).toEqual(
      [7, 8, 9, 10, 11, 12].map((n) => `2021-${String(n).padStart(2, '0')}-05`),
    );
    const told = await system.admin.command('announce-meeting', {
      ...{ meetingId: rows[0]!['meetingId'], startsAt: '19:30', place: 'Nhà văn hóa' },
    });
    const { rows: after } = await reader.rows('meetings', {
      unitId,
      status: 'scheduled',
      atLeast: told.body['position'] as string,
    });
    expect(after[0]).toMatchObject({ announcedFor: '2021-07-05', startsAt: '19:30', place: 'Nhà văn hóa' });
    const late = await reader.rows('units-without-meeting', {
      unitId: town.unitId,
      month: '2021-07',
      atLeast: told.body['position'] as string,
    });
    expect(late.totals).toMatchObject({ units: 24, scheduled: 1, unplanned: 23 });
  });

  it('a report is acknowledged or returned by somebody else than its author; a wrong day moves to its month', async () => {
    const office = await system.person('office', town.unitId);
    const { rows } = await reader.rows('reports', { unitId: town.unitId, period: '2020' });
    const [first, second] = rows as [Row, Row];
    const own = await system.admin.command('acknowledge-report', { reportId: first['reportId'] });
    expect([own.status, own.body['code']]).toEqual([403, 'report.own-report']);
    expect((await office.command('acknowledge-report', { reportId: first['reportId'] })).status).toBe(201);
    const returned = await office.command('return-report', { reportId: second['reportId'], reason: 'Thiếu số liệu' });
    expect(returned.status).toBe(201);

    const wrong = figures.meetings.find(({ month }) => month === '2018-03')!;
    const corrected = await office.command('correct-meeting', {
      ...{ meetingId: wrong.meetingId, heldOn: '2018-02-28', reason: 'Nhập nhầm ngày' },
    });
    expect(corrected.status).toBe(201);
    const atLeast = corrected.body['position'] as string;
    const of = async (month: string) =>
      (await reader.rows('attendance-rate', { unitId: wrong.unitId, from: month, to: month, atLeast })).totals;
    expect([await of('2018-02'), await of('2018-03')]).toMatchObject([{ expected: 2 }, { expected: 0 }]);
    const { totals } = await reader.rows('reports', { unitId: town.unitId, period: '2020', atLeast });
    expect(totals).toMatchObject({ acknowledged: 1, returned: 1 });
    expect(stepsOf(story).length).toBeLessThan(3000);
  });
});
