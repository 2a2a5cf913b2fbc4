import { contexts } from '#contexts';
import { derivedId, fold, rootUnitId } from '#kernel';
import { sql, viewQuery } from '#projections';
import { recorded } from '#testing';
import { unitStream, viewTables, type ViewTables } from '#testing/fixtures';
import { readRules } from '../families/families.js';
import { packAmong } from '../pack/pack-in-force.js';
import { rulePackFamily, rulePackPublished, rulePackSuperseded } from '../pack/rule-packs.js';
import { packInForceSql } from './packs-in-force.js';
import { rulePacksQuery } from './rule-packs.query.js';

const province = derivedId('spec', 'tỉnh');
const commune = derivedId('spec', 'xã');
const cell = derivedId('spec', 'chi bộ');
const elsewhere = derivedId('spec', 'tỉnh khác');
const lines = new Map([
  [cell, [cell, commune, province]],
  [commune, [commune, province]],
  [province, [province]],
  [elsewhere, [elsewhere]],
]);
const content = (name: string, validFrom: string, validTo: string | null = null) => ({
  ...{ name, version: 1, validFrom, validTo, legalBasis: name, unconfirmed: [] },
  rules: readRules('issues', { noticeWorkingDays: 5, resolutionWorkingDays: { commune: 10 } }),
});
const publish = (unitId: string, ...of: Parameters<typeof content>) =>
  rulePackPublished({ family: 'issues', unitId, pack: content(...of) });
const events = [
  publish(province, 'tỉnh cũ', '2023-01-01'),
  publish(province, 'tỉnh mới', '2024-01-01'),
  publish(commune, 'xã', '2024-07-01', '2024-12-31'),
  publish(rootUnitId, 'cả nước', '2025-01-01'),
  rulePackSuperseded({
    ...{ family: 'issues' as const, unitId: province, pack: content('tỉnh mới', '2024-01-01'), isShipped: false },
    ...{ lastDay: '2025-06-30', replacedBy: null },
  }),
];

let tables: ViewTables;

beforeAll(async () => {
  tables = await viewTables(
    contexts.flatMap((context) => context.views),
    [
      unitStream({ unitId: province, name: 'Tỉnh', level: 'province', parentId: rootUnitId }),
      unitStream({ unitId: commune, name: 'Xã', level: 'commune', parentId: province }),
      unitStream({ unitId: cell, name: 'Chi bộ', level: 'cell', parentId: commune }),
      unitStream({ unitId: elsewhere, name: 'Tỉnh khác', level: 'province', parentId: rootUnitId }),
      recorded(events, {}, 'rulepacks-issues'),
    ],
  );
}, 60_000);

afterAll(() => tables.drop());

class Days {
  days!: string[];
}

const inForceQuery = viewQuery({
  name: 'in-force',
  summary: { vi: 'spec', en: 'spec' },
  parameters: Days,
  columns: {
    unitId: { type: 'uuid', title: { vi: 'spec', en: 'spec' } },
    day: { type: 'date', title: { vi: 'spec', en: 'spec' } },
    name: { type: 'text', title: { vi: 'spec', en: 'spec' } },
  },
  key: ['unitId', 'day'],
  rows: ({ days }) => sql`
    SELECT u.unit_id, d.day::text, pack.name
      FROM unit_directory u
     CROSS JOIN unnest(${days}::date[]) AS d(day)
      LEFT JOIN LATERAL ${packInForceSql('issues', { unit: sql`u.unit_id`, day: sql`d.day` })} AS pack ON true`,
});

describe('packs in SQL', () => {
  const days = ['1899-12-31', '2022-12-31', '2023-01-01', '2024-01-01', '2024-07-01', '2024-12-31', '2025-01-01'];
  days.push('2025-06-30', '2025-07-01');

  it('are chosen as the acts choose them, for every unit and day', async () => {
    const { rows } = await tables.ask(inForceQuery, { days });
    const state = fold(rulePackFamily, events);
    expect(rows).toHaveLength(lines.size * days.length);
    for (const { unitId, day, name } of rows) {
      const chosen = packAmong(state, 'issues', lines.get(unitId as string)!, day as string);
      expect({ unitId, day, name }).toEqual({ unitId, day, name: chosen?.name ?? null });
    }
    expect(new Set(rows.map(({ name }) => name)).size).toBe(6);
  });

  it('rule-packs: those that bind a unit, and which of them on a day', async () => {
    const { rows } = await tables.ask(rulePacksQuery, { unitId: cell, family: 'issues', on: '2024-08-29' });
    expect(rows.map((row) => [row['name'], row['jurisdictionId'], row['isInForce'], row['isShipped']])).toEqual([
      ['cả nước', rootUnitId, false, false],
      ['issues-11-QĐi', rootUnitId, false, true],
      ['tỉnh cũ', province, false, false],
      ['tỉnh mới', province, false, false],
      ['xã', commune, true, false],
    ]);
    const below = await tables.ask(rulePacksQuery, { unitId: province, show: 'below', on: '2024-08-29' });
    expect(below.rows).toMatchObject([{ name: 'xã', unitId: commune, jurisdictionId: commune, isInForce: true }]);
    const all = await tables.ask(rulePacksQuery, { unitId: elsewhere, on: '2024-08-29' });
    expect(all.rows.filter((row) => row['isInForce']).map((row) => row['name'])).toEqual([
      '124',
      'issues-11-QĐi',
      '12-HD',
      'working-days-2024',
    ]);
  });
});
