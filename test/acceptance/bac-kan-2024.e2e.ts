import { rootUnitId } from '#kernel';
import { bacKan2024, figuresOf, followersOn, stepsOf } from '#scenarios';
import { randomUUID } from 'node:crypto';
import { Client, type Row } from './client.js';
import { System } from './system.js';

/** The last day of the province, and of the story. */
const today = '2025-06-30';

const story = bacKan2024();
const figures = figuresOf(story);
const unitsOf = (level: string) => figures.units.filter((unit) => unit.level === level);
const [province] = unitsOf('province') as [ReturnType<typeof unitsOf>[number]];
const districts = unitsOf('district');
const communes = unitsOf('commune');
const first = figures.assignments.find(({ endedCause }) => endedCause !== null)!;
const successor = figures.assignments.find(
  ({ unitId, startsOn }) => unitId === first.unitId && startsOn > first.startsOn,
)!;

const sum = <Key extends string>(rows: readonly Readonly<Record<Key, number>>[], key: Key): number =>
  rows.reduce((total, row) => total + row[key], 0);
const percent = (part: number, whole: number): number => Math.round((1000 * part) / whole) / 10;
const only = (row: Row, like: object): object => Object.fromEntries(Object.keys(like).map((name) => [name, row[name]]));
/** Rows in the order of the figures' own fields, so that two lists can be compared whole. */
const sorted = (rows: readonly object[]): string[] => rows.map((row) => JSON.stringify(row)).sort();

describe('Bắc Kạn 2024', () => {
  let system: System;
  let reader: Client;

  beforeAll(async () => {
    system = await System.start(`${today}T09:00:00+07:00`);
    reader = await system.tell(story);
  }, 300_000);
  afterAll(() => system.stop(), 60_000);

  describe('units', () => {
    it('are the real 8 districts and 108 communes', async () => {
      expect([districts.length, communes.length]).toEqual([8, 108]);
      const { rows } = await reader.rows('unit-directory', { unitId: province.unitId, level: 'commune' });
      expect(rows).toHaveLength(108);
      expect(new Set(rows.map(({ parentId }) => parentId))).toEqual(new Set(districts.map(({ unitId }) => unitId)));
      expect(rows.every(({ generated }) => generated === false)).toBe(true);
      expect(rows.map(({ code, name }) => `${code} ${name}`)).toContain('01843 Phường Phùng Chí Kiên');
    });
  });

  describe('assignments', () => {
    it('cover nothing on the day before the decision and all 108 communes from that day', async () => {
      const coverage = async (on: string) =>
        (await reader.rows('coverage', { on, level: 'commune', unitId: province.unitId })).totals;
      expect(await coverage('2024-08-28')).toMatchObject({ units: 108, covered: 0, uncovered: 108 });
      expect(await coverage('2024-08-29')).toMatchObject({ units: 108, covered: 108, uncovered: 0 });
      expect(await coverage('2025-01-01')).toMatchObject({ units: 108, covered: 108, uncovered: 0 });
    });

    it('stand in the roster with their decision, one cadre for each commune', async () => {
      const { rows, totals } = await reader.rows('assignment-roster', { on: '2024-08-29', unitId: province.unitId });
      expect(totals).toMatchObject({ assignments: 108, units: 108, cadres: 108 });
      for (const row of rows) {
        expect(row).toMatchObject({
          tier: 'province-commune',
          decisionNumber: '1391-QĐ/TU',
          decisionDate: '2024-08-29',
          decisionIssuer: 'Tỉnh ủy Bắc Kạn',
        });
      }
    });

    it('keep the cadre who was replaced beside the successor', async () => {
      const { rows } = await reader.rows('assignment-roster', { unitId: first.unitId, term: 'all' });
      expect(rows).toEqual([
        expect.objectContaining({
          cadreId: first.cadreId,
          startsOn: '2024-08-29',
          endsOn: '2024-12-31',
          decisionNumber: '1391-QĐ/TU',
          endedCause: 'duties-not-fulfilled',
          endDecisionNumber: '1602-QĐ/TU (mẫu)',
          replacedBy: successor.assignmentId,
        }),
        expect.objectContaining({
          cadreId: successor.cadreId,
          startsOn: '2025-01-01',
          endsOn: null,
          decisionNumber: '1602-QĐ/TU (mẫu)',
          endedCause: null,
        }),
      ]);
    });
  });

  describe('attendance', () => {
    it('agrees with the commands in every row and in the totals', async () => {
      const { rows, totals } = await reader.rows('attendance-rate', { unitId: province.unitId });
      expect(sorted(rows.map((row) => only(row, figures.attendance[0]!)))).toEqual(sorted(figures.attendance));
      const [expected, attended] = [sum(figures.attendance, 'expected'), sum(figures.attendance, 'attended')];
      expect(totals).toMatchObject({
        expected,
        attended,
        excused: sum(figures.attendance, 'excused'),
        absent: sum(figures.attendance, 'absent'),
        unrecorded: 0,
        rate: percent(attended, expected),
      });
    });

    it('shows three months of absence before the replacement, and none of them with the successor', async () => {
      const of = async (cadreId: string) => (await reader.rows('attendance-rate', { cadreId })).rows;
      expect((await of(first.cadreId)).map(({ month, absent }) => [month, absent])).toEqual([
        ['2024-09', expect.any(Number)],
        ['2024-10', 1],
        ['2024-11', 1],
        ['2024-12', 1],
      ]);
      expect((await of(successor.cadreId)).every(({ month }) => String(month) >= '2025-01')).toBe(true);
    });

    it('rolls up a district', async () => {
      const district = districts[3]!;
      const below = new Set(
        communes.filter(({ parentId }) => parentId === district.unitId).map(({ unitId }) => unitId),
      );
      const own = figures.attendance.filter(({ unitId }) => below.has(unitId));
      const { rows, totals } = await reader.rows('attendance-rate', { unitId: district.unitId });
      expect(rows).toHaveLength(own.length);
      expect(totals).toMatchObject({ expected: sum(own, 'expected'), attended: sum(own, 'attended') });
    });
  });

  it('turnout agrees with the commands in every row and in the totals, by the standard of 12-HD too', async () => {
    const { rows, totals } = await reader.rows('turnout', { unitId: province.unitId });
    expect(sorted(rows.map((row) => only(row, figures.turnout[0]!)))).toEqual(sorted(figures.turnout));
    const names = ['held', 'base', 'present', 'excused', 'unexcused', 'upToStandard', 'belowStandard'] as const;
    expect(totals).toMatchObject(Object.fromEntries(names.map((name) => [name, sum(figures.turnout, name)])));
  });

  it('meetings are held or cancelled, none is left', async () => {
    const { totals } = await reader.rows('meetings', { unitId: province.unitId, limit: 1000 });
    const count = (act: string) => stepsOf(story).filter((step) => step.act === act).length;
    expect(count('schedule-meeting')).toBe(12 * 108);
    expect(totals).toMatchObject({ scheduled: 0, held: count('hold-meeting'), cancelled: count('cancel-meeting') });
  });

  describe('issues', () => {
    const open = figures.issues.filter(({ status }) => status !== 'resolved');
    const overdue = open.filter(({ dueOn }) => dueOn < today);

    it('unresolved agree with the commands in every row: holder, first addressee, deadline, overdue', async () => {
      const { rows, totals } = await reader.rows('unresolved-recommendations');
      const expected = open.map((issue) => ({ ...issue, isOverdue: issue.dueOn < today }));
      expect(sorted(rows.map((row) => only(row, expected[0]!)))).toEqual(sorted(expected));
      expect(totals).toMatchObject({
        open: open.length,
        overdue: overdue.length,
        escalated: open.filter(({ escalations }) => escalations > 0).length,
      });
      // The story is worth telling only if it has all of these.
      expect(overdue.length).toBeGreaterThan(5);
      expect(open.length).toBeGreaterThan(overdue.length);
      expect(new Set(open.map(({ status }) => status)).size).toBeGreaterThanOrEqual(5);
    });

    it('are all in the register, and a district sees what it holds and has not settled', async () => {
      const { totals } = await reader.rows('issue-register');
      expect(totals).toMatchObject({ issues: figures.issues.length, open: open.length, overdue: overdue.length });
      const { holderUnitId } = open.find(({ escalations }) => escalations > 0)!;
      const { rows } = await reader.rows('issues-held', { holderUnitId });
      const held = figures.issues.filter((issue) => issue.holderUnitId === holderUnitId);
      const unsettled = held.filter(({ status }) => status !== 'resolved').map(({ issueId }) => issueId);
      expect(rows.map(({ issueId }) => issueId).sort()).toEqual(unsettled.sort());
      expect(held.length).toBeGreaterThan(unsettled.length);
    });
  });

  describe('timeline', () => {
    it('of the replaced cadre tells registration, assignment, meetings and replacement in order', async () => {
      const { rows } = await reader.rows('timeline', { subjectKind: 'cadre', subjectId: first.cadreId });
      const acts = rows.map(({ act }) => act);
      expect(acts.slice(0, 2)).toEqual(['register-cadre', 'assign-cadre']);
      expect(acts.indexOf('replace-cadre')).toBeGreaterThan(acts.lastIndexOf('record-meeting-attendance'));
      const facts = rows.filter(({ act }) => act !== 'raise-issue').map(({ happenedOn }) => happenedOn);
      expect(facts.slice(1)).toEqual([...facts.slice(1)].sort());
      expect(JSON.stringify(rows)).not.toContain('+84 9');
    });

    it('of decision 1391-QĐ/TU is its 108 assignments, in the order of recording', async () => {
      const query = { subjectKind: 'decision', subjectId: '1391-QĐ/TU' };
      const { rows, totals } = await reader.rows('timeline', query);
      expect(totals).toMatchObject({ events: 108 });
      expect(new Set(rows.map(({ unitId }) => unitId))).toEqual(new Set(communes.map(({ unitId }) => unitId)));
      const positions = rows.map(({ commitPosition }) => BigInt(String(commitPosition)));
      expect(positions).toEqual([...positions].sort((a, b) => (a < b ? -1 : 1)));
    });
  });

  describe('access', () => {
    const mine = districts[0]!;
    const others = districts[1]!;
    const belowMine = communes.filter(({ parentId }) => parentId === mine.unitId);
    const elsewhere = communes.find(({ parentId }) => parentId === others.unitId)!;
    let meetingId: string;
    const meeting = (unitId: string) => {
      meetingId = randomUUID();
      return { meetingId, unitId, kind: 'extraordinary', scheduledFor: '2025-06-30' };
    };

    it('an account of one district sees its own rows and nothing else', async () => {
      const office = await system.person('office', mine.unitId);
      const ids = new Set([mine.unitId, ...belowMine.map(({ unitId }) => unitId)]);
      const { rows: units } = await office.rows('unit-directory');
      expect(new Set(units.map(({ unitId }) => unitId))).toEqual(ids);
      const { totals } = await office.rows('attendance-rate');
      expect(totals['expected']).toBe(
        sum(
          figures.attendance.filter(({ unitId }) => ids.has(unitId)),
          'expected',
        ),
      );
      const asked = await office.rows('attendance-rate', { unitId: others.unitId });
      expect(asked.rows).toEqual([]);
      const { rows: timeline } = await office.rows('timeline', { subjectKind: 'decision', subjectId: '1391-QĐ/TU' });
      expect(timeline).toHaveLength(belowMine.length);
    });

    it('a command on a unit of another district is refused and changes nothing', async () => {
      const office = await system.person('office', mine.unitId);
      const { body, status } = await office.command('schedule-meeting', meeting(elsewhere.unitId));
      expect([status, body['code']]).toEqual([403, 'command.outside-scope']);
      const { rows } = await reader.rows('meetings', { unitId: elsewhere.unitId, from: '2025-06-30' });
      expect(rows).toEqual([]);
    });

    it('an inspector reads everything and commands nothing', async () => {
      const inspector = await system.person('inspector', rootUnitId);
      const { totals } = await inspector.rows('unresolved-recommendations');
      expect(totals['open']).toBe(figures.issues.filter(({ status }) => status !== 'resolved').length);
      const { body, status } = await inspector.command('schedule-meeting', meeting(elsewhere.unitId));
      expect([status, body['code']]).toEqual([403, 'command.role-not-allowed']);
    });

    it('each kind of bad input gets an answer of its own', async () => {
      const { admin, url } = system;
      const forged = new Client(url, `${admin.token.slice(0, -4)}AAAA`);
      expect((await forged.view('coverage')).status).toBe(401);
      expect((await forged.command('schedule-meeting', meeting(elsewhere.unitId))).status).toBe(401);
      const unknown = await admin.command('abolish-meeting', {});
      expect([unknown.status, unknown.body['code']]).toEqual([404, 'command.unknown']);
      const malformed = await admin.command('schedule-meeting', '{"meetingId":');
      expect([malformed.status, malformed.headers.get('content-type')]).toEqual([
        400,
        expect.stringContaining('application/problem+json'),
      ]);
      const wrong = await admin.command('schedule-meeting', {
        ...meeting(elsewhere.unitId),
        scheduledFor: '2025-02-30',
      });
      expect(wrong).toMatchObject({ status: 422, body: { errors: [{ field: 'scheduledFor' }] } });
    });

    it('a stale ETag is told from a rule, and a retry from a new command', async () => {
      const { admin } = system;
      const key = { 'idempotency-key': randomUUID() };
      const body = meeting(elsewhere.unitId);
      const scheduled = await admin.command('schedule-meeting', body, key);
      expect([scheduled.status, scheduled.headers.get('etag')]).toEqual([201, '"0"']);
      const again = await admin.command('schedule-meeting', body, key);
      expect([again.status, again.body['replayed'], again.body['position']]).toEqual([
        200,
        true,
        scheduled.body['position'],
      ]);
      const cancel = { meetingId, reason: 'Nhập nhầm' };
      const stale = await admin.command('cancel-meeting', cancel, { 'if-match': '"7"' });
      expect([stale.status, stale.body['code']]).toEqual([412, 'command.stale-version']);
      const cancelled = await admin.command('cancel-meeting', cancel, { 'if-match': '"0"' });
      expect(cancelled.status).toBe(201);
      const refused = await admin.command('hold-meeting', { meetingId, heldOn: '2025-06-30', durationMinutes: 90 });
      expect([refused.status, refused.body['code']]).toEqual([409, 'meeting.cancelled']);
    });
  });

  it('every cadre follows one commune, but for the one who was replaced', () => {
    const day = (on: string) => communes.flatMap(({ unitId }) => followersOn(figures.assignments, unitId, on));
    expect(new Set(day('2024-08-29')).size).toBe(108);
    expect(day('2025-06-30').filter((cadreId) => !day('2024-08-29').includes(cadreId))).toEqual([successor.cadreId]);
  });
});
