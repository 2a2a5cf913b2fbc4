import { derivedId } from '#kernel';
import { figuresOf, quangNinh2024, stepsOf } from '#scenarios';
import type { Client, Row } from './client.js';
import { System } from './system.js';

const story = quangNinh2024();
const figures = figuresOf(story);
const unitsOf = (level: string) => figures.units.filter((unit) => unit.level === level);
const [province] = unitsOf('province') as [ReturnType<typeof unitsOf>[number]];
const { meetingId } = figures.delegations[0]!;
/** Some deadlines are over by then, some are not. */
const today = '2024-06-12';

const sum = <Key extends string>(rows: readonly Readonly<Record<Key, number>>[], key: Key): number =>
  rows.reduce((total, row) => total + row[key], 0);
const only = (row: Row, like: object): object => Object.fromEntries(Object.keys(like).map((name) => [name, row[name]]));
const sorted = (rows: readonly object[]): string[] => rows.map((row) => JSON.stringify(row)).sort();

describe('Quảng Ninh 2024', () => {
  let system: System;
  let reader: Client;

  beforeAll(async () => {
    system = await System.start(`${today}T09:00:00+07:00`);
    reader = await system.tell(story);
  }, 300_000);
  afterAll(() => system.stop(), 60_000);

  it('has the 13 districts and 177 communes of April 2024', async () => {
    const { rows } = await reader.rows('unit-directory', { unitId: province.unitId, on: '2024-04-25' });
    const at = (level: string) => rows.filter((row) => row['level'] === level);
    expect([at('district').length, at('commune').length]).toEqual([13, 177]);
    const names = at('commune').map(({ name }) => name);
    expect(names).toEqual(expect.arrayContaining(['Phường Yết Kiêu', 'Xã Lương Mông', 'Xã Tân Việt', 'Xã Bình Dương']));
    expect(names).not.toContain('Xã Hải Hòa');
  });

  it('2,500 delegates of 177 communes came on 2024-04-25', async () => {
    const { rows, totals } = await reader.rows('conference-delegations', { meetingId });
    expect(totals).toMatchObject({ conferences: 1, units: 177, communes: 177, delegates: 2500 });
    expect(sorted(rows.map((row) => only(row, figures.delegations[0]!)))).toEqual(sorted(figures.delegations));
    expect(rows.every(({ heldOn, hostId }) => heldOn === '2024-04-25' && hostId === province.unitId)).toBe(true);
    const [district] = unitsOf('district');
    const below = unitsOf('commune').filter(({ parentId }) => parentId === district!.unitId);
    const own = figures.delegations.filter(({ unitId }) => below.some((unit) => unit.unitId === unitId));
    const part = await reader.rows('conference-delegations', { unitId: district!.unitId });
    expect(part.totals).toMatchObject({ units: own.length, delegates: sum(own, 'delegates') });
  });

  it('the opinions stand by theme with their causes: answered on the spot, or assigned with a deadline', async () => {
    const { rows, totals } = await reader.rows('conference-themes', { meetingId });
    expect(sorted(rows.map((row) => only(row, figures.themes[0]!)))).toEqual(sorted(figures.themes));
    const names = ['opinions', 'onTheSpot', 'assigned', 'open'] as const;
    expect(totals).toMatchObject(Object.fromEntries(names.map((name) => [name, sum(figures.themes, name)])));
    expect(totals).toMatchObject({ themes: 6, opinions: 160 });
    const land = rows.find(({ category }) => category === 'land')!;
    expect(land).toMatchObject({ categoryName: 'Đất đai, giải phóng mặt bằng', opinions: 42 });
    expect(land['causes']).toHaveLength(2);
    expect(land['lastDueOn']).not.toBeNull();
  });

  it('each opinion is an issue with the department that must act, its deadline, and whether it is overdue', async () => {
    const open = figures.issues.filter(({ status }) => status !== 'resolved');
    const { rows, totals } = await reader.rows('unresolved-recommendations', { unitId: province.unitId });
    const like = { issueId: '', unitId: '', category: '', status: '', firstSentToId: '', holderUnitId: '', dueOn: '' };
    const expected = open.map((issue) => only(issue as unknown as Row, like));
    expect(sorted(rows.map((row) => only(row, like)))).toEqual(sorted(expected));
    const overdue = open.filter(({ dueOn }) => dueOn < today);
    expect(totals).toMatchObject({ open: open.length, overdue: overdue.length });
    expect(overdue.length).toBeGreaterThan(10);
    expect(overdue.length).toBeLessThan(open.length);
    const assigned = await reader.rows('issues-held', { holderUnitId: open[0]!.holderUnitId });
    expect(assigned.rows.map(({ issueId }) => issueId).sort()).toEqual(
      open
        .filter(({ holderUnitId }) => holderUnitId === open[0]!.holderUnitId)
        .map(({ issueId }) => issueId)
        .sort(),
    );
    const departments = new Set(unitsOf('department').map(({ unitId }) => unitId));
    expect(open.every(({ holderUnitId }) => departments.has(holderUnitId))).toBe(true);
  });

  /** Last, because it adds to the story. */
  it('further opinions of one theme are taken in bulk, as one file, each an issue of the conference', async () => {
    const sentToUnitId = figures.issues.find(({ category }) => category === 'land')!.firstSentToId;
    const file = unitsOf('commune')
      .slice(0, 20)
      .map(({ unitId }, index) =>
        JSON.stringify({
          ...{ issueId: derivedId('quang-ninh-2024', 'bulk', index), unitId, kind: 'difficulty', category: 'land' },
          ...{ title: 'Vướng mắc về ranh giới đất (dữ liệu mẫu)', raisedOn: '2024-04-25', raiserRole: 'delegate' },
          ...{ source: 'conference', sourceId: meetingId, sentToUnitId },
        }),
      );
    const reply = await system.admin.command('raise-issue', file.join('\n'), {
      'content-type': 'application/x-ndjson',
    });
    expect(reply.body).toMatchObject({ isApplied: true, counts: { applied: 20, refused: 0 } });
    const { rows, totals } = await reader.rows('conference-themes', {
      meetingId,
      atLeast: reply.body['position'] as string,
    });
    expect(rows.find(({ category }) => category === 'land')).toMatchObject({ opinions: 62 });
    expect(totals).toMatchObject({ opinions: 180 });
  });

  it('is a light story', () => {
    expect(stepsOf(story).length).toBeLessThan(1000);
  });
});
