import { baTri2018, distributionOf, figuresOf } from '#scenarios';
import type { Client, Row } from './client.js';
import { System } from './system.js';

const story = baTri2018();
const figures = figuresOf(story);
const unitsOf = (level: string) => figures.units.filter((unit) => unit.level === level);
const [district] = unitsOf('district') as [ReturnType<typeof unitsOf>[number]];
const [province] = unitsOf('province') as [ReturnType<typeof unitsOf>[number]];
const communes = unitsOf('commune');
const cells = unitsOf('cell');

describe('Ba Tri 2018', () => {
  let system: System;
  let reader: Client;

  beforeAll(async () => {
    system = await System.start('2019-01-02T09:00:00+07:00');
    reader = await system.tell(story);
  }, 300_000);
  afterAll(() => system.stop(), 60_000);

  it('129 cells stand below the 24 communes of 2018, marked as generated', async () => {
    const { rows } = await reader.rows('unit-directory', { unitId: district.unitId, on: '2018-12-31' });
    const at = (level: string) => rows.filter((row) => row['level'] === level);
    expect([at('commune').length, at('cell').length]).toEqual([24, 129]);
    expect(at('commune').map(({ name }) => name)).toEqual(
      expect.arrayContaining(['Thị trấn Ba Tri', 'Xã An Thủy', 'Xã Phú Ngãi', 'Xã Phước Tuy', 'Xã Tân Mỹ']),
    );
    expect(new Set(at('cell').map(({ parentId }) => parentId)).size).toBe(24);
    expect(at('cell').every(({ generated }) => generated === true)).toBe(true);
  });

  it('129 cadres of the district follow 129 cells, 21 of the province follow 24 communes', async () => {
    const { totals } = await reader.rows('coverage', { on: '2018-12-31', unitId: district.unitId });
    expect(totals).toMatchObject({ units: 129 + 24, covered: 129 + 24, uncovered: 0 });
    const roster = async (tier: string) =>
      (await reader.rows('assignment-roster', { on: '2018-12-31', unitId: province.unitId, tier })).totals;
    expect(await roster('district-cell')).toMatchObject({ assignments: 129, units: 129, cadres: 129 });
    expect(await roster('province-commune')).toMatchObject({ assignments: 24, units: 24, cadres: 21 });
  });

  it('129 cells were classified 34 / 91 / 4 / 0, each by its decision', async () => {
    const { rows, totals } = await reader.rows('cell-classifications', { unitId: district.unitId, period: '2018' });
    expect(totals).toMatchObject({ excellent: 34, good: 91, completed: 4, failed: 0, undecided: 0, revised: 0 });
    const facts = rows.map(({ unitId, period, grade, decisionNumber }) => ({ unitId, period, grade, decisionNumber }));
    const sorted = (list: readonly object[]) => list.map((each) => JSON.stringify(each)).sort();
    expect(sorted(facts)).toEqual(sorted(figures.grades));
    expect(rows.some(({ selfGrade, grade }) => selfGrade === 'excellent' && grade === 'good')).toBe(true);
  });

  it('the sums of the communes are those of their cells and make up the district', async () => {
    const { rows } = await reader.rows('classification-distribution', { unitId: district.unitId, period: '2018' });
    const graded = ({ excellent, good, completed, failed }: Row) => ({
      excellent,
      good,
      completed,
      failed,
    });
    for (const commune of communes) {
      const own = new Set(cells.filter(({ parentId }) => parentId === commune.unitId).map(({ unitId }) => unitId));
      const row = rows.find(({ unitId, level }) => unitId === commune.unitId && level === 'cell')!;
      expect(row['units']).toBe(own.size);
      expect(graded(row)).toEqual(distributionOf(figures.grades.filter(({ unitId }) => own.has(unitId))));
    }
    const whole = rows.find(({ unitId, level }) => unitId === district.unitId && level === 'cell')!;
    expect(graded(whole)).toEqual({ excellent: 34, good: 91, completed: 4, failed: 0 });
  });

  it('34 excellent are more than the 18 that cap 124 would allow: a finding, and nothing was refused for it', async () => {
    const row = async (query: Record<string, string>) => {
      const { rows } = await reader.rows('classification-distribution', { period: '2018', ...query });
      return rows.find(({ unitId, level }) => unitId === district.unitId && level === 'cell')!;
    };
    expect(await row({ capPack: '124' })).toMatchObject({
      capPack: '124',
      capPercent: 20,
      excellentAllowed: 18,
      excellentOver: 16,
      finding: 'excellent-above-cap',
    });
    // The rules of 2018 itself set no cap that is confirmed: no fact is judged by a later pack without being asked.
    expect(await row({})).toMatchObject({ capPack: '132', excellentAllowed: null, finding: null });
  });

  it('attendance and turnout of the four quarters agree with the commands', async () => {
    const total = <Key extends string>(rows: readonly Readonly<Record<Key, number>>[], key: Key) =>
      rows.reduce((sum, row) => sum + row[key], 0);
    const attendance = await reader.rows('attendance-rate', { unitId: district.unitId });
    expect(attendance.rows).toHaveLength(4 * 129);
    expect(attendance.totals).toMatchObject({
      expected: 4 * 129,
      attended: total(figures.attendance, 'attended'),
      excused: total(figures.attendance, 'excused'),
      absent: total(figures.attendance, 'absent'),
    });
    const turnout = await reader.rows('turnout', { unitId: district.unitId, kind: 'thematic' });
    expect(turnout.totals).toMatchObject({
      held: 4 * 129,
      base: total(figures.turnout, 'base'),
      present: total(figures.turnout, 'present'),
      upToStandard: 0,
      belowStandard: 0,
    });
  });
});
