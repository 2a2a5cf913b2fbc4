import { benTre2017, benTreFigures as figures, figuresOf } from '#scenarios';
import type { Client } from './client.js';
import { System } from './system.js';

const story = benTre2017();
const unitsOf = (level: string) => figuresOf(story).units.filter((unit) => unit.level === level);
const [province] = unitsOf('province') as [ReturnType<typeof unitsOf>[number]];
const [district] = unitsOf('district') as [ReturnType<typeof unitsOf>[number]];
const departments = unitsOf('department');
const sum = (values: readonly unknown[]): number => values.reduce<number>((total, value) => total + Number(value), 0);

describe('Bến Tre 2017–2021', () => {
  let system: System;
  let reader: Client;

  beforeAll(async () => {
    system = await System.start('2021-06-30T09:00:00+07:00');
    reader = await system.tell(story);
  }, 300_000);
  afterAll(() => system.stop(), 60_000);

  it('the three tiers: province to communes, district to hamlets, communes to household groups', async () => {
    for (const [tier, assignments] of Object.entries(figures.tiers)) {
      const { totals } = await reader.rows('assignment-roster', { on: '2021-06-30', unitId: province.unitId, tier });
      expect({ tier, ...totals }).toMatchObject({ tier, assignments, units: assignments });
    }
  });

  it('minutes hold 4 nắm, 4 góp, 3 kiểm, item by item', async () => {
    const { rows } = await reader.rows('minutes', { unitId: district.unitId });
    expect(rows).toHaveLength(figures.meetings);
    expect(rows.filter(({ checklistDone }) => checklistDone === 11)).toHaveLength(figures.completeChecklists);
    expect(rows.filter(({ checklistDone }) => checklistDone === 10)).toHaveLength(
      figures.meetings - figures.completeChecklists,
    );
  });

  it('issues beyond authority went up to the member in charge; departments answered', async () => {
    const { issues } = figures;
    const { rows, totals } = await reader.rows('issue-register', { unitId: district.unitId });
    const { open, refused, settled } = issues;
    expect(totals).toMatchObject({ issues: issues.issues, resolved: settled, open, refused });
    const byStatus = (status: string) => rows.filter((row) => row['status'] === status);
    expect(byStatus('confirmed')).toHaveLength(issues.confirmed);
    expect(byStatus('withdrawn')).toHaveLength(issues.withdrawn);
    expect(byStatus('merged')).toHaveLength(issues.merged);
    expect(byStatus('refused').map(({ refusalCause }) => refusalCause)).toEqual(['anonymous']);
    expect(rows.filter(({ escalations }) => Number(escalations) >= 2)).toHaveLength(issues.toMember);
    expect(rows.filter(({ returns }) => returns === 1)).toHaveLength(issues.returned);
    const byDepartment = rows.filter(({ holderLevel }) => holderLevel === 'department');
    expect(byDepartment).toHaveLength(issues.byDepartment);
    for (const row of byDepartment) {
      expect(departments.map(({ unitId }) => unitId)).toContain(row['holderUnitId']);
      expect(row['answer']).toContain('danh mục đầu tư');
      // The first sending stays visible for ever.
      expect(row['firstSentToName']).toMatch(/^(Xã|Thị trấn) /);
    }
    expect(rows.every(({ source, meetingId }) => source === 'meeting' && meetingId !== null)).toBe(true);
  });

  it('what waits for funds is not overdue; what lies with the member is', async () => {
    const { rows, totals } = await reader.rows('unresolved-recommendations', { unitId: district.unitId });
    const { open, waiting } = figures.issues;
    expect(totals).toMatchObject({ open, waiting, overdue: open - waiting });
    const held = await reader.rows('issues-held', { holderUnitId: province.unitId, show: 'waiting' });
    expect(held.rows).toHaveLength(waiting);
    expect(held.rows.every(({ waitsFor, isOverdue }) => waitsFor === 'funding' && isOverdue === false)).toBe(true);
    const withMember = rows.filter(({ status }) => status === 'escalated');
    expect(withMember.map(({ isOverdue }) => isOverdue)).toEqual([true]);
    expect(withMember[0]!['inChargeCadreId']).not.toBeNull();
  });

  it('by theme: roads and rubbish, the duplicate counted once', async () => {
    const { rows } = await reader.rows('issues-by-category', { unitId: province.unitId, level: 'province' });
    const { issues, merged, settled } = figures.issues;
    expect(rows.map(({ category }) => category).sort()).toEqual(['environment', 'infrastructure']);
    expect(sum(rows.map((row) => row['issues']))).toBe(issues - merged);
    expect(sum(rows.map((row) => row['settled']))).toBe(settled);
  });

  it('support raised for rural roads adds up', async () => {
    const { amountVnd, roadsVnd, times } = figures.support;
    const { rows } = await reader.rows('support-by-unit', { unitId: province.unitId, level: 'province' });
    expect(sum(rows.map((row) => row['amountVnd']))).toBe(amountVnd);
    expect(sum(rows.map((row) => row['roadsVnd']))).toBe(roadsVnd);
    expect(sum(rows.map((row) => row['times']))).toBe(times);
  });

  it('an old file sends no letters and raises no alarm', async () => {
    const { rows } = await reader.rows('notices');
    expect(rows).toEqual([]);
    const marked = await reader.rows('issue-register');
    expect(marked.rows.every(({ missedDeadlines }) => missedDeadlines === 0)).toBe(true);
  });
});
