import { contexts } from '#contexts';
import { derivedId, rootUnitId } from '#kernel';
import { recorded } from '#testing';
import { reorganised, reorganisedStreams, unitStream, viewTables, type ViewTables } from '#testing/fixtures';
import { reportAcknowledged, reportIdOf, reportReturned, reportSubmitted } from '../report/report.js';
import { supportRaised, type SupportKind } from '../support/support.js';
import { visitRecorded } from '../visit/visit.js';
import { reportsDueQuery } from './reports-due.query.js';
import { reportsQuery } from './reports.query.js';
import { supportByUnitQuery } from './support-by-unit.query.js';
import { supportQuery } from './support.query.js';
import { visitsQuery } from './visits.query.js';

/** A province asks for quarterly reports ten days after the quarter, and a yearly one of its own cadres after 31. */
const id = (name: string) => derivedId('spec', name);
const [province, commune, cell, other] = ['tỉnh', 'xã', 'chi bộ', 'tỉnh khác'].map(id) as [
  string,
  string,
  string,
  string,
];
const twice = id('tỉnh có hai quy định');
const [cadreId, provincial] = ['cadre', 'provincial'].map(id) as [string, string];
const packOf = (unitId: string, name: string, validFrom: string, dueDays = 10) => ({
  type: 'rule-packs.RulePackPublished',
  data: {
    ...{ family: 'following', unitId },
    pack: {
      ...{ name, version: 1, validFrom, validTo: null, legalBasis: 'mẫu', unconfirmed: [] },
      rules: {
        ...{ minimumAttendances: [], maxUnits: null, severalCadresPerUnit: null, mayFollowOwnCell: null },
        reportPeriods: [
          { cadreLevel: null, per: 'quarter', dueDays },
          { cadreLevel: 'province', per: 'year', dueDays: 31 },
        ],
      },
    },
  },
});
const packs = [
  packOf(province, 'báo cáo', '2024-01-01'),
  packOf(twice, 'báo cáo cũ', '2024-01-01'),
  packOf(twice, 'báo cáo mới', '2024-07-01', 20),
];
const assigned = (unitId: string, cadre: string, from: string, tier: string) =>
  recorded(
    [
      {
        type: 'assignments.CadreAssigned',
        data: { assignmentId: id(`${cadre} ${unitId}`), unitId, cadreId: cadre, from, to: null, tier },
      },
    ],
    {},
    `roster-${unitId}`,
  );

const report = (period: string, periodEnds: string, submittedOn: string, daysLate: number) =>
  reportSubmitted({
    ...{ reportId: reportIdOf(cell, cadreId, period), unitId: cell, cadreId, period },
    ...{ periodBegins: '2024-01-01', periodEnds, submittedOn, submittedBy: 'cadre', contents: ['a'], attempt: 1 },
    ...{ dueOn: null, daysLate, pack: 'báo cáo', packVersion: 1 },
  });
const first = report('2024-Q1', '2024-03-31', '2024-04-08', 0);
const second = report('2024-Q2', '2024-06-30', '2024-07-15', 5);
const third = report('2024-Q3', '2024-09-30', '2024-10-05', 0);
const stepOf = ({ data: { reportId, period } }: typeof first) => ({ reportId, unitId: cell, cadreId, period });
const told = (events: Parameters<typeof recorded>[0], { data: { reportId } }: typeof first) =>
  recorded(events, { reason: 'Thiếu số liệu' }, `report-${reportId}`);

let next = 0;
const raised = (unitId: string, kind: SupportKind, amountVnd: number, raisedOn: string) => {
  const supportId = id(`support ${next++}`);
  const event = supportRaised({ supportId, unitId, kind, amountVnd, forWhat: 'mẫu', raisedOn, cadreId, giver: null });
  return recorded([event], {}, `support-${supportId}`);
};
const visit = visitRecorded({
  ...{ visitId: id('visit'), unitId: cell, cadreId, on: '2024-08-20', purpose: 'households' },
  ...{ forWhat: 'Thăm hộ nghèo', findings: null, households: 5 },
});

let tables: ViewTables;
const ask: ViewTables['ask'] = (...question) => tables.ask(...question);

beforeAll(async () => {
  tables = await viewTables(
    contexts.flatMap(({ views }) => views),
    [
      unitStream({ unitId: province, name: 'Tỉnh Bến Tre', level: 'province', parentId: rootUnitId }),
      unitStream({ unitId: commune, name: 'Xã An Hiệp', level: 'commune', parentId: province }),
      unitStream({ unitId: cell, name: 'Chi bộ ấp 3', level: 'cell', parentId: commune }),
      unitStream({ unitId: other, name: 'Tỉnh khác', level: 'province', parentId: rootUnitId }),
      unitStream({ unitId: twice, name: 'Tỉnh có hai quy định', level: 'province', parentId: rootUnitId }),
      recorded(packs, {}, 'rulepack-following'),
      assigned(cell, cadreId, '2024-02-01', 'commune-cell'),
      assigned(twice, cadreId, '2024-01-01', 'country-province'),
      assigned(commune, provincial, '2024-08-01', 'province-commune'),
      told([first, reportAcknowledged({ ...stepOf(first), acknowledgedOn: '2024-04-12' })], first),
      told([second], second),
      told([third, reportReturned({ ...stepOf(third), returnedOn: '2024-10-08' })], third),
      recorded([visit], {}, `visit-${visit.data.visitId}`),
      raised(cell, 'rural-road', 350_000_000, '2024-05-02'),
      raised(cell, 'housing', 50_000_000, '2024-06-02'),
      raised(commune, 'bridge', 900_000_000, '2024-07-02'),
      raised(commune, 'education', 7, '2023-07-02'),
      ...reorganisedStreams,
      raised(reorganised.cell, 'housing', 10, '2024-05-02'),
      raised(reorganised.otherCell, 'housing', 20, '2025-06-30'),
      raised(reorganised.keptCell, 'bridge', 100, '2025-06-30'),
      raised(reorganised.keptCell, 'bridge', 200, '2025-07-01'),
      raised(reorganised.cell, 'housing', 1000, '2025-07-01'),
    ],
  );
});
afterAll(() => tables.drop());

describe('reports-due', () => {
  const of = async (today: string, parameters: object = {}) =>
    ask(reportsDueQuery, { unitId: province, year: '2024', ...parameters }, today);

  it('asks for what the pack asks of each level, from the first period that the cadre was there at the end of', async () => {
    const { rows, totals } = await of('2025-02-05');
    expect(rows.map(({ period, cadreId: who, status, daysLate }) => [period, who, status, daysLate])).toEqual(
      expect.arrayContaining([
        ['2024-Q1', cadreId, 'acknowledged', 0],
        ['2024-Q2', cadreId, 'submitted', 5],
        ['2024-Q3', cadreId, 'returned', 0],
        ['2024-Q4', cadreId, 'overdue', 26],
        ['2024-Q3', provincial, 'overdue', 118],
        ['2024-Q4', provincial, 'overdue', 26],
        ['2024', provincial, 'overdue', 5],
      ]),
    );
    expect(totals).toEqual({ asked: 7, submitted: 3, inTime: 2, late: 1, due: 0, overdue: 4, acknowledged: 1 });
  });

  it('is due until its day is over, and not before its period is', async () => {
    const ofQ4 = async (today: string) =>
      (await of(today, { cadreId })).rows.filter(({ period }) => period === '2024-Q4').map(({ status }) => status);
    expect(await ofQ4('2024-12-31')).toEqual([]);
    expect(await ofQ4('2025-01-10')).toEqual(['due']);
    expect(await ofQ4('2025-01-11')).toEqual(['overdue']);
  });

  it('asks for what ends within the months named, over years too', async () => {
    const within = async (from: string, to: string) => {
      const { rows } = await ask(reportsDueQuery, { unitId: province, from, to }, '2026-01-15');
      return rows.map(({ period, cadreId: who }) => `${String(period)} ${who === cadreId ? 'xã' : 'tỉnh'}`).toSorted();
    };
    expect(await within('2024-04', '2024-08')).toEqual(['2024-Q2 xã']);
    expect(await within('2024-11', '2025-03')).toEqual([
      '2024 tỉnh',
      '2024-Q4 tỉnh',
      '2024-Q4 xã',
      '2025-Q1 tỉnh',
      '2025-Q1 xã',
    ]);
    expect(await within('2024-10', '2024-11')).toEqual([]);
  });

  it('asks once where an older pack was left open beside a newer one', async () => {
    const { rows } = await ask(reportsDueQuery, { unitId: twice, year: '2024' }, '2025-01-31');
    expect(rows.map(({ period, pack: by, dueOn }) => [period, by, dueOn])).toEqual([
      ['2024-Q1', 'báo cáo cũ', '2024-04-10'],
      ['2024-Q2', 'báo cáo cũ', '2024-07-10'],
      ['2024-Q3', 'báo cáo mới', '2024-10-20'],
      ['2024-Q4', 'báo cáo mới', '2025-01-20'],
    ]);
  });

  it('shows the missing, the late and those that wait; nothing where no pack asks', async () => {
    const count = async (show: string) => (await of('2025-02-05', { show })).rows.length;
    expect([await count('missing'), await count('late'), await count('waiting'), await count('returned')]).toEqual([
      4, 5, 1, 1,
    ]);
    expect((await ask(reportsDueQuery, { unitId: other, year: '2024' }, '2025-02-05')).rows).toEqual([]);
    expect((await ask(reportsDueQuery, { year: '2023' }, '2025-02-05')).rows).toEqual([]);
  });
});

describe('reports, visits, support', () => {
  it('lists the reports', async () => {
    const { rows, totals } = await ask(reportsQuery, { unitId: commune });
    expect(rows.map(({ period, status }) => [period, status])).toEqual([
      ['2024-Q1', 'acknowledged'],
      ['2024-Q2', 'submitted'],
      ['2024-Q3', 'returned'],
    ]);
    expect(rows[2]).toMatchObject({ returnReason: 'Thiếu số liệu', unitName: 'Chi bộ ấp 3' });
    expect(totals).toEqual({ reports: 3, late: 1, acknowledged: 1, returned: 1 });
    expect((await ask(reportsQuery, { period: '2024-Q2', status: 'submitted' })).rows).toHaveLength(1);
  });

  it('lists the visits', async () => {
    const { totals } = await ask(visitsQuery, { unitId: province, cadreId, purpose: 'households' });
    expect(totals).toEqual({ visits: 1, units: 1, cadres: 1, households: 5 });
    expect((await ask(visitsQuery, { from: '2024-08-21' })).rows).toEqual([]);
  });

  it('rolls support up by unit and year, to the last đồng', async () => {
    const list = await ask(supportQuery, { unitId: province });
    expect(list.totals).toEqual({ times: 4, amountVnd: 1_300_000_007 });
    const { rows } = await ask(supportByUnitQuery, { unitId: province, year: '2024' });
    const of = (unitId: string) => rows.find((row) => row['unitId'] === unitId);
    expect(of(province)).toMatchObject({ times: 3, units: 2, amountVnd: 1_300_000_000, roadsVnd: 1_250_000_000 });
    expect(of(cell)).toMatchObject({ amountVnd: 400_000_000, housingVnd: 50_000_000, otherVnd: 0 });
    const before = await ask(supportByUnitQuery, { unitId: province, year: '2023', level: 'commune' });
    expect(before.rows).toMatchObject([{ unitId: commune, amountVnd: 7, otherVnd: 7 }]);
  });

  it('rolls support up the tree of its day: a closed district keeps its own, a merged commune passes its on', async () => {
    const { cell: naVa, district, keptCommune, newCommune, newProvince, oldCommune, otherOldCommune } = reorganised;
    const sums = async (unitId: string, year: string) => {
      const { rows } = await ask(supportByUnitQuery, { unitId, year });
      return new Map(rows.map((row) => [row['unitId'], row['amountVnd']]));
    };
    const of2024 = await sums(district, '2024');
    expect([...of2024.keys()].toSorted()).toEqual([district, oldCommune, naVa].toSorted());
    expect([...of2024.values()]).toEqual([10, 10, 10]);
    expect((await sums(newCommune, '2024')).get(newCommune)).toBe(10);
    expect((await sums(newProvince, '2024')).get(newProvince)).toBe(10);
    // The year of the change: what was raised below the district until June, below the new units since.
    const ofDistrict = await sums(district, '2025');
    expect([ofDistrict.get(district), ofDistrict.get(keptCommune), ofDistrict.get(otherOldCommune)]).toEqual([
      120, 100, 20,
    ]);
    const ofProvince = await sums(newProvince, '2025');
    expect([ofProvince.get(newProvince), ofProvince.get(keptCommune), ofProvince.get(newCommune)]).toEqual([
      1320, 300, 1000,
    ]);
    expect((await sums(newCommune, '2025')).get(newCommune)).toBe(1020);
    const districts = await ask(supportByUnitQuery, { year: '2025', level: 'district' });
    expect(districts.rows).toMatchObject([{ unitId: district, times: 2, units: 2, amountVnd: 120 }]);
  });
});
