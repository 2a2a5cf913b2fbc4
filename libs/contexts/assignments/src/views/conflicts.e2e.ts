import { contexts } from '#contexts';
import { derivedId, rootUnitId, type DomainEvent } from '#kernel';
import { recorded } from '#testing';
import { reorganised, reorganisedStreams, unitStream, viewTables, type ViewTables } from '#testing/fixtures';
import { cadrePositionChanged, cadreRegistered, cadreRetired } from '../cadre/cadre.js';
import { inspectorsAppointed } from '../inspection/inspection-team.js';
import { cadreAssigned } from '../roster/roster.js';
import { assignmentConflictsQuery } from './assignment-conflicts.query.js';
import { assignmentRosterQuery } from './assignment-roster.query.js';
import { coverageQuery } from './coverage.query.js';

const id = (name: string) => derivedId('spec', name);
const [province, commune, ap1, ap2, ap3] = [id('tỉnh'), id('xã'), id('ấp 1'), id('ấp 2'), id('ấp 3')];
const [visitor, inspector, neighbour, gone] = [id('visitor'), id('inspector'), id('neighbour'), id('gone')];
const pack = {
  ...{ family: 'following', unitId: province },
  pack: {
    ...{ name: 'following-spec', version: 1, validFrom: '2017-01-01', validTo: '2023-12-31', legalBasis: 'spec' },
    unconfirmed: [],
    rules: { minimumAttendances: [], reportPeriods: [], maxUnits: 2, severalCadresPerUnit: false },
  },
};
const cadre = (cadreId: string, unitId: string, cellId?: string): readonly DomainEvent[] => [
  cadreRegistered({
    ...{ cadreId, fullName: cadreId, phone: null, position: 'Ủy viên', unitId, generated: true },
    ...(cellId === undefined ? {} : { cellId }),
  }),
];
const assigned = (unitId: string, cadreId: string, from = '2018-01-01', to: string | null = null): DomainEvent =>
  cadreAssigned({ assignmentId: id(`${cadreId} ${unitId}`), unitId, cadreId, from, to, tier: 'commune-cell' });

/** Followed their own cell, in a district that is closed since, and changed to another cell in September 2025. */
const local = id('local');
const { cell: naVa, district, keptCell, newCommune, oldCommune } = reorganised;
const changed = cadrePositionChanged({
  ...{ cadreId: local, position: 'Ủy viên', unitId: newCommune, previousUnitId: oldCommune, cellId: keptCell },
  on: '2025-09-01',
});

const renamed = {
  type: 'org-units.UnitRenamed',
  data: { unitId: ap3, name: 'Ấp Ba', previousName: 'Ấp 3', on: '2023-06-01' },
};

const streams: Readonly<Record<string, readonly DomainEvent[]>> = {
  [`cadre-${visitor}`]: cadre(visitor, commune),
  [`cadre-${inspector}`]: cadre(inspector, commune),
  [`cadre-${neighbour}`]: cadre(neighbour, commune, ap2),
  [`cadre-${local}`]: [...cadre(local, oldCommune, naVa), changed],
  [`roster-${naVa}`]: [assigned(naVa, local, '2024-02-01')],
  [`cadre-${gone}`]: [...cadre(gone, commune), cadreRetired({ cadreId: gone, unitId: commune, on: '2019-01-01' })],
  [`roster-${ap1}`]: [assigned(ap1, visitor), assigned(ap1, inspector, '2020-01-01', '2021-12-31')],
  [`roster-${ap2}`]: [assigned(ap2, visitor), assigned(ap2, neighbour, '2022-01-01', '2022-06-30')],
  [`roster-${ap3}`]: [assigned(ap3, visitor, '2023-01-01'), assigned(ap3, gone, '2018-01-01', '2019-12-31')],
  [`inspectionteam-${id('inspection')}`]: [
    inspectorsAppointed({
      inspectionId: id('inspection'),
      unitId: ap1,
      cadreIds: [inspector],
      from: '2021-05-06',
      to: null,
    }),
  ],
};

let tables: ViewTables;
beforeAll(async () => {
  const units = [
    { unitId: province, name: 'Tỉnh', level: 'province', parentId: rootUnitId },
    { unitId: commune, name: 'Xã', level: 'commune', parentId: province },
    { unitId: ap1, name: 'Ấp 1', level: 'cell', parentId: commune },
    { unitId: ap2, name: 'Ấp 2', level: 'cell', parentId: commune },
    { unitId: ap3, name: 'Ấp 3', level: 'cell', parentId: commune },
  ];
  tables = await viewTables(
    contexts.flatMap(({ views }) => views),
    [
      ...units.map(unitStream),
      ...reorganisedStreams,
      recorded([renamed], {}, `unit-${ap3}-name`),
      recorded([{ type: 'rule-packs.RulePackPublished', data: pack }], {}, 'rulepacks-following'),
      ...Object.entries(streams).map(([stream, events]) => recorded(events, {}, stream)),
    ],
  );
});
afterAll(() => tables.drop());

const conflicts = async (on: string, rest: object = {}) =>
  (await tables.ask(assignmentConflictsQuery, { on, ...rest })).rows.map((row) => [
    ...[row['kind'], row['unitName'], row['cadreId'], row['count'], row['allowed']],
  ]);

describe('assignment-conflicts', () => {
  it('an inspector of the unit followed, once the inspection has begun, as long as the assignment holds', async () => {
    expect(await conflicts('2021-05-05', { kind: 'inspects-too' })).toEqual([]);
    expect(await conflicts('2021-05-06', { kind: 'inspects-too' })).toEqual([
      ['inspects-too', 'Ấp 1', inspector, null, null],
    ]);
    expect(await conflicts('2022-01-01', { kind: 'inspects-too' })).toEqual([]);
  });

  it('a cadre who follows their own cell', async () => {
    expect(await conflicts('2022-03-01', { kind: 'own-cell' })).toEqual([['own-cell', 'Ấp 2', neighbour, null, null]]);
  });

  it('by the own cell and the tree of that day', async () => {
    const found = async (on: string, unitId: string) => (await conflicts(on, { kind: 'own-cell', unitId })).length;
    expect([await found('2024-06-01', district), await found('2024-06-01', newCommune)]).toEqual([1, 1]);
    expect([await found('2025-07-01', district), await found('2025-07-01', newCommune)]).toEqual([0, 1]);
    expect(await found('2025-09-01', newCommune)).toBe(0);
  });

  it('more units, or more cadres, than the pack of that day allows', async () => {
    expect(await conflicts('2022-12-31')).toEqual([]);
    const tooMany = await conflicts('2023-01-01');
    expect(tooMany.map(([kind, , cadreId, count, allowed]) => [kind, cadreId, count, allowed])).toEqual(
      Array(3).fill(['too-many-units', visitor, 3, 2]),
    );
    expect(tooMany.map(([, unitName]) => unitName)).toContain('Ấp 3');
    expect((await conflicts('2023-06-01')).map(([, unitName]) => unitName)).toContain('Ấp Ba');
    expect(await conflicts('2024-01-01')).toEqual([]);
    expect((await conflicts('2020-01-01', { kind: 'several-cadres' })).map(([, , cadreId]) => cadreId).sort()).toEqual(
      [inspector, visitor].sort(),
    );
  });

  it('a cadre who has retired since', async () => {
    expect(await conflicts('2018-12-31', { cadreId: gone })).toEqual([]);
    expect(await conflicts('2019-01-01', { cadreId: gone })).toEqual([['retired', 'Ấp 3', gone, null, null]]);
  });
});

describe('coverage on a day', () => {
  it('names units as they were called then', async () => {
    const { rows } = await tables.ask(coverageQuery, { unitId: district, level: 'cell', on: '2025-06-30' });
    expect(rows.map(({ unitName, parentName, followers }) => [unitName, parentName, followers])).toEqual([
      ['Chi bộ thôn Bản Chang', 'Xã Nam Cường', 0],
      ['Chi bộ thôn Pác Cốp', 'Xã Thượng Quan', 0],
      ['Chi bộ thôn Nà Va', 'Xã Đồng Lạc', 1],
    ]);
    expect((await tables.ask(coverageQuery, { unitId: district, level: 'cell', on: '2025-07-01' })).rows).toEqual([]);
    const roster = await tables.ask(assignmentRosterQuery, { unitId: district, on: '2025-06-30' });
    expect(roster.rows.map(({ unitName }) => unitName)).toEqual(['Chi bộ thôn Nà Va']);
  });

  it('knows the gaps of then', async () => {
    const followers = async (on: string) =>
      (await tables.ask(coverageQuery, { unitId: commune, level: 'cell', on })).rows.map((row) => row['followers']);
    expect(await followers('2017-12-31')).toEqual([0, 0, 0]);
    expect(await followers('2020-06-30')).toEqual([0, 1, 2]);
    expect(await followers('2015-12-31')).toEqual([]);
  });
});
