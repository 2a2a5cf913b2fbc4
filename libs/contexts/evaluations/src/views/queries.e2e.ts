import { contexts } from '#contexts';
import { meetingHeld, turnoutRecorded } from '#contexts/meetings/contracts';
import { shippedPacks, type ExcellentCap } from '#contexts/rule-packs/contracts';
import { derivedId, rootUnitId } from '#kernel';
import { sql, viewQuery, type Row } from '#projections';
import { recorded } from '#testing';
import { reorganised, reorganisedStreams, unitStream, viewTables, type ViewTables } from '#testing/fixtures';
import fc from 'fast-check';
import { campaignId, campaignOpened } from '../campaign/campaign.js';
import { classificationDecided, classificationRevised, evaluationId, selfAssessed } from '../evaluation/evaluation.js';
import { memberClassified } from '../members/member-evaluations.js';
import { grades as allGrades, type Grade } from '../evaluation/vocabulary.js';
import { excellentAllowed } from '../rules/excellent-cap.js';
import { proposeGrade } from '../rules/propose-grade.js';
import { campaignGroupsQuery } from './campaign-groups.query.js';
import { cellClassificationsQuery } from './cell-classifications.query.js';
import { classificationComparisonQuery } from './classification-comparison.query.js';
import { classificationDistributionQuery } from './classification-distribution.query.js';
import { capSql } from './distribution-sql.js';
import { evaluationCampaignsQuery } from './evaluation-campaigns.query.js';
import { evaluationFactsQuery } from './evaluation-facts.query.js';
import { evaluationProgressQuery } from './evaluation-progress.query.js';
import { MemberGradesParameters, memberGradesQuery } from './member-grades.query.js';

let tables: ViewTables;
const ask: ViewTables['ask'] = (...question) => tables.ask(...question);

const unit = (
  unitId: string,
  name: string,
  level: string,
  parentId: string,
  openedOn = '2016-01-01',
  closedOn?: string,
) => unitStream({ unitId, name, level, parentId, openedOn, ...(closedOn ? { closedOn } : {}) });

/** Ba Tri 2018: 129 cells in 24 communes of one district. Which cell had which grade is not public: dealt in order. */
const province = derivedId('spec', 'Bến Tre');
const district = derivedId('spec', 'Ba Tri');
const communes = Array.from({ length: 24 }, (_, index) => derivedId('spec', 'xã', index));
const cells = Array.from({ length: 129 }, (_, index) => derivedId('spec', 'chi bộ', index));
const late = derivedId('spec', 'lập năm 2020');
const elsewhere = derivedId('spec', 'không đánh giá');
const grades2018: readonly Grade[] = [
  ...Array.from({ length: 34 }, () => 'excellent' as const),
  ...Array.from({ length: 91 }, () => 'good' as const),
  ...Array.from({ length: 4 }, () => 'completed' as const),
];
const decision = { number: '215-QĐ/HU', date: '2018-12-28', issuer: 'Ban Thường vụ Huyện ủy Ba Tri' };

const pack = (name: string) => shippedPacks('evaluation').find((each) => each.name === name);

function graded(unitId: string, period: string, grade: Grade) {
  const id = { evaluationId: evaluationId(unitId, period), unitId, period };
  const judgement = proposeGrade(pack(period < '2023' ? '132' : '124'), null, []);
  const event = classificationDecided({ ...id, grade, assessment: null, forcingCases: [], judgement });
  return recorded([event], { decision }, `evaluation-${id.evaluationId}`);
}

/** 2024: one cell excellent, then revised; one only assessed itself; the others have said nothing. */
const first = { evaluationId: evaluationId(cells[0]!, '2024'), unitId: cells[0]!, period: '2024' };
const second = { evaluationId: evaluationId(cells[1]!, '2024'), unitId: cells[1]!, period: '2024' };
const assessment = { commonScore: 28.5, taskScore: 64, tasks: null, conditions: [], grade: 'excellent' } as const;
const judgement = proposeGrade(pack('124'), assessment, []);
/** 2019, in the campaign of the first commune: one worse than in 2018, one better, one not decided yet. */
const grades2019 = [
  [0, 'good'],
  [24, 'excellent'],
  [48, 'excellent'],
  [72, 'good'],
  [96, 'good'],
] as const;
/** A cell founded in July 2021 that met five times in that year; one member was excused every time. */
const founded = derivedId('spec', 'lập tháng 7/2021');
const metIn2021 = ['07', '08', '09', '10', '11'].map((month) => {
  const meetingId = derivedId('spec', 'họp', month);
  const about = { meetingId, unitId: founded, kind: 'regular' as const, heldOn: `2021-${month}-05` };
  const excusedMemberIds = [derivedId('spec', 'thường xuyên xin vắng')];
  const turnout = { onRoll: 11, exempt: 1, present: 9, excused: 1, unexcused: 0, excusedMemberIds };
  const open = { rule: 'none-excused-running', outcome: 'unknown', figure: null, asked: 3 } as const;
  const judged = { pack: '12-HD', packVersion: 1, proposal: 'up-to-standard', rules: [open] } as const;
  return recorded(
    [
      meetingHeld({ ...about, scheduledFor: null, durationMinutes: 95, expectedCadreIds: [] }),
      turnoutRecorded({ ...about, turnout: { ...turnout, unexcusedMemberIds: [] }, judgement: judged, previous: null }),
    ],
    {},
    `meeting-${meetingId}`,
  );
});

const ownWords = selfAssessed({
  ...{ evaluationId: evaluationId(founded, '2021'), unitId: founded, period: '2021', judgement: null },
  assessment: {
    ...{ ...assessment, grade: 'good' },
    facts: [
      { fact: 'member-turnout', figure: 50, outOf: 50 },
      { fact: 'regular-meetings', figure: 5, outOf: 6 },
    ],
  },
});
const history = [
  unit(province, 'Tỉnh Bến Tre', 'province', rootUnitId),
  unit(district, 'Huyện Ba Tri', 'district', province),
  ...communes.map((id, index) => unit(id, `Xã ${index + 1}`, 'commune', district)),
  ...cells.map((id, index) => unit(id, `Chi bộ ${index + 1}`, 'cell', communes[index % 24]!)).slice(0, -1),
  unit(cells[128]!, 'Chi bộ giải thể năm 2019', 'cell', communes[128 % 24]!, '2016-01-01', '2019-12-31'),
  unit(late, 'Chi bộ lập năm 2020', 'cell', communes[0]!, '2020-01-01'),
  unit(elsewhere, 'Tỉnh khác', 'province', rootUnitId),
  unit(derivedId('spec', 'chi bộ tỉnh khác'), 'Chi bộ tỉnh khác', 'cell', elsewhere),
  unit(founded, 'Chi bộ lập tháng 7/2021', 'cell', elsewhere, '2021-07-01'),
  ...metIn2021,
  recorded([ownWords], {}, `evaluation-${ownWords.data.evaluationId}`),
  ...cells.map((id, index) => graded(id, '2018', grades2018[index]!)),
  recorded(
    [
      selfAssessed({ ...first, assessment, judgement }),
      classificationDecided({ ...first, grade: 'excellent', assessment, forcingCases: [], judgement }),
      classificationRevised({ ...first, grade: 'good', previousGrade: 'excellent', cause: 'inspection-finding' }),
    ],
    { decision, reason: 'Kết luận kiểm tra' },
    `evaluation-${first.evaluationId}`,
  ),
  recorded([selfAssessed({ ...second, assessment, judgement })], {}, `evaluation-${second.evaluationId}`),
  ...grades2019.map(([cell, grade]) => graded(cells[cell]!, '2019', grade)),
  recorded(
    [
      campaignOpened({
        ...{ campaignId: campaignId(communes[0]!, '2019'), unitId: communes[0]!, period: '2019', dueOn: '2019-12-10' },
        pack: { name: '124', version: 1 },
        groups: [
          { name: 'Ấp', unitIds: [0, 24, 48, 72].map((cell) => cells[cell]!) },
          { name: 'Cơ quan', unitIds: [96, 120].map((cell) => cells[cell]!) },
        ],
      }),
    ],
    { decision },
    'campaign-spec',
  ),
  recorded(
    [
      memberClassified({
        ...{ evaluationId: evaluationId(cells[0]!, '2019'), unitId: cells[0]!, period: '2019', memberId: province },
        ...{ kind: 'member', grade: 'good', previousGrade: null, cause: null, decidedByUnitId: communes[0]! },
      }),
    ],
    {},
    'memberevaluations-spec',
  ),
];

/**
 * Before and after July 2025: a campaign still open in a commune that was merged, and the grades of three cells; and one
 * of a commune that had moved from their district to another in 2024.
 */
const [otherDistrict, movedCommune, movedCell] = ['Bảo Lạc', 'Sơn Lộ', 'Nà Hai'].map((name) =>
  derivedId('spec', name),
) as [string, string, string];
const moved = { parentId: otherDistrict, on: '2024-06-01' };
const ofReorganised = [
  ...reorganisedStreams,
  unit(otherDistrict, 'Huyện Bảo Lạc', 'district', rootUnitId),
  unitStream({
    ...{ unitId: movedCommune, name: 'Xã Sơn Lộ', level: 'commune', parentId: reorganised.district, moved },
  }),
  unit(movedCell, 'Chi bộ thôn Nà Hai', 'cell', movedCommune),
  graded(movedCell, '2023', 'good'),
  graded(movedCell, '2024', 'excellent'),
  graded(reorganised.cell, '2023', 'good'),
  graded(reorganised.cell, '2024', 'excellent'),
  graded(reorganised.otherCell, '2024', 'good'),
  graded(reorganised.keptCell, '2024', 'failed'),
  graded(reorganised.cell, '2025', 'good'),
  graded(reorganised.keptCell, '2025', 'completed'),
  graded(reorganised.keptCommune, '2025', 'good'),
  graded(reorganised.oldCommune, '2025', 'completed'),
  graded(reorganised.oldCommune, '2025-Q1', 'good'),
  recorded(
    [
      campaignOpened({
        ...{ campaignId: campaignId(reorganised.oldCommune, '2024'), unitId: reorganised.oldCommune, period: '2024' },
        ...{ dueOn: null, pack: { name: '124', version: 1 }, groups: [{ name: 'Thôn', unitIds: [reorganised.cell] }] },
      }),
    ],
    { decision },
    'campaign-reorganised',
  ),
];

beforeAll(async () => {
  const views = contexts.flatMap((context) => context.views);
  tables = await viewTables(views, [...history, ...ofReorganised]);
}, 60_000);
afterAll(() => tables.drop());

const row2018 = {
  period: '2018',
  unitId: district,
  unitName: 'Huyện Ba Tri',
  level: 'cell',
  units: 129,
  excellent: 34,
  good: 91,
  completed: 4,
  failed: 0,
  undecided: 0,
};
const noCap = { capPack: '132', capPercent: null, excellentAllowed: null, excellentOver: null, finding: null };
const capped = {
  capPack: '124',
  capPercent: 20,
  excellentAllowed: 18,
  excellentOver: 16,
  finding: 'excellent-above-cap',
};

describe('classification-distribution', () => {
  const of = async (unitId: string, parameters: object) =>
    (await ask(classificationDistributionQuery, parameters)).rows.filter((row) => row['unitId'] === unitId);

  it('Ba Tri 2018: 34, 91, 4, 0; the pack of that year has no known cap', async () => {
    expect(await of(district, { period: '2018' })).toEqual([{ ...row2018, ...noCap }]);
  });

  it('Ba Tri 2018 under the cap of pack 124: 18 allowed, 16 above it', async () => {
    expect(await of(district, { period: '2018', capPack: '124' })).toEqual([{ ...row2018, ...capped }]);
    expect(await of(province, { period: '2018', capPack: '124' })).toMatchObject([{ units: 129, ...capped }]);
    const above = { unitId: district, period: '2018', finding: 'excellent-above-cap' as const };
    const { rows } = await ask(classificationDistributionQuery, { ...above, capPack: '124' });
    expect(rows.length).toBeGreaterThan(1);
    expect(rows.every(({ excellentOver }) => (excellentOver as number) > 0)).toBe(true);
    expect((await ask(classificationDistributionQuery, above)).rows).toEqual([]);
  });

  it('has a row for each superior, down to the commune', async () => {
    const { rows } = await ask(classificationDistributionQuery, { unitId: district, period: '2018' });
    expect(rows).toHaveLength(25);
    const ofCommunes = rows.filter(({ unitId }) => unitId !== district);
    const sum = (name: string) => ofCommunes.reduce((total, row) => total + (row[name] as number), 0);
    expect([sum('excellent'), sum('good'), sum('completed'), sum('failed')]).toEqual([34, 91, 4, 0]);
  });

  it('has no row for a superior below whom nobody was evaluated', async () => {
    expect(await of(elsewhere, { period: '2018' })).toEqual([]);
  });

  it('counts a cell as undecided when it existed in the period and has no grade yet', async () => {
    expect(await of(district, { period: '2024' })).toEqual([
      {
        ...row2018,
        period: '2024',
        units: 129,
        excellent: 0,
        good: 1,
        completed: 0,
        undecided: 128,
        capPack: '124',
        capPercent: 20,
        excellentAllowed: 0,
        excellentOver: 0,
        finding: null,
      },
    ]);
  });
});

describe('cell-classifications', () => {
  it('shows statement, proposal, decision and revision', async () => {
    const { rows, totals } = await ask(cellClassificationsQuery, { period: '2024', unitId: district });
    expect(rows.find(({ unitId }) => unitId === cells[0])).toMatchObject({
      unitName: 'Chi bộ 1',
      level: 'cell',
      selfGrade: 'excellent',
      score: 92.5,
      pack: '124',
      proposal: 'excellent',
      grade: 'good',
      decidedGrade: 'excellent',
      decisionNumber: '215-QĐ/HU',
      reason: 'Kết luận kiểm tra',
      revised: true,
      previousGrade: 'excellent',
      revisionCause: 'inspection-finding',
    });
    expect(totals).toEqual({ excellent: 0, good: 1, completed: 0, failed: 0, undecided: 1, revised: 1 });
  });

  it('filters by unit, period and grade', async () => {
    const count = async (parameters: object) => (await ask(cellClassificationsQuery, parameters)).rows.length;
    expect(await count({ period: '2018' })).toBe(129);
    expect(await count({ period: '2018', grade: 'excellent' })).toBe(34);
    expect(await count({ grade: 'undecided', period: '2024' })).toBe(1);
    expect(await count({ unitId: communes[0], period: '2018' })).toBe(6);
    expect(await count({ unitId: late })).toBe(0);
  });
});

describe('a campaign', () => {
  it('says how far it is, and that it is late', async () => {
    const { rows } = await ask(evaluationCampaignsQuery, { period: '2019', unitId: district });
    expect(rows).toMatchObject([
      {
        ...{ unitName: 'Xã 1', pack: '124', packVersion: 1, units: 6, selfAssessed: 0, reviewed: 0, decided: 5 },
        ...{ dueOn: '2019-12-10', isOverdue: true, publishedOn: null },
      },
    ]);
    expect(await ask(evaluationCampaignsQuery, { show: 'published' })).toMatchObject({ rows: [] });
  });

  it('counts each group, and finds more excellent than the cap of its pack allows', async () => {
    expect((await ask(campaignGroupsQuery, { period: '2019', finding: 'excellent-above-cap' })).rows).toMatchObject([
      { groupName: 'Ấp' },
    ]);
    const { rows } = await ask(campaignGroupsQuery, { period: '2019' });
    expect(rows).toMatchObject([
      { groupName: 'Cơ quan', units: 2, excellent: 0, good: 1, undecided: 1, excellentAllowed: 0, finding: null },
      {
        ...{ groupName: 'Ấp', units: 4, excellent: 2, good: 2, undecided: 0, capPack: '124' },
        ...{ excellentAllowed: 0, excellentOver: 2, finding: 'excellent-above-cap' },
      },
    ]);
  });
});

it('the cap of a row is that of a publication, whatever its percentage, base and rounding', async () => {
  const group = fc.record(Object.fromEntries(allGrades.map((grade) => [grade, fc.nat({ max: 5000 })] as const)));
  const rule = fc.record({
    percent: fc.integer({ min: 0, max: 10_000 }).map((hundredths) => hundredths / 100),
    of: fc.uniqueArray(fc.constantFrom(...allGrades), { minLength: 1 }),
    rounding: fc.constantFrom('down', 'nearest', 'up'),
  });
  const cases = fc
    .sample(fc.tuple(rule, group), { numRuns: 500, seed: 2018 })
    .map(([cap, counts], n) => ({ n, cap, counts }));
  const asked = viewQuery({
    ...{ name: 'caps', summary: { vi: '', en: '' }, parameters: MemberGradesParameters, key: ['n'] },
    columns: {
      n: { type: 'integer', title: { vi: '', en: '' } },
      allowed: { type: 'integer', title: { vi: '', en: '' } },
    },
    rows: () => sql`
      SELECT c.n, cap.allowed
        FROM jsonb_to_recordset(${JSON.stringify(cases)}::jsonb) AS c(n integer, cap jsonb, counts jsonb)
       CROSS JOIN LATERAL jsonb_to_record(c.counts) AS g(excellent integer, good integer, completed integer, failed integer)
       CROSS JOIN LATERAL ${capSql(
         sql`(SELECT 'thử' AS name, 1 AS version, jsonb_build_object('excellentCap', c.cap) AS rules)`,
       )} AS cap`,
  });
  const { rows } = await ask(asked);
  expect(rows).toEqual(
    cases.map(({ n, cap, counts }) => ({
      n,
      allowed: excellentAllowed(cap as ExcellentCap, counts as Record<Grade, number>),
    })),
  );
});

describe('evaluation-facts', () => {
  const facts = async (unitId: string, period: string): Promise<Record<string, unknown>> => {
    const { rows, totals } = await ask(evaluationFactsQuery, { unitId, period });
    const own = rows.filter((row) => row['unitId'] === unitId);
    return {
      totals,
      ...Object.fromEntries(own.map((row): [string, unknown] => [String(row['fact']), [row['figure'], row['outOf']]])),
    };
  };

  it('asks a cell for the months in which it existed, and sees who was excused more than three times running', async () => {
    expect(await facts(founded, '2021')).toMatchObject({
      ...{ 'regular-meetings': [5, 6], 'meetings-up-to-standard': [3, 5], 'member-turnout': [45, 50] },
    });
  });

  it('stand beside what the unit took over into its statement, and say where that is otherwise', async () => {
    const { rows, totals } = await ask(evaluationFactsQuery, { unitId: founded, period: '2021' });
    const stated = (fact: string) => rows.find((row) => row['fact'] === fact);
    expect(stated('member-turnout')).toMatchObject({ figure: 45, statedFigure: 50, statedOutOf: 50, differs: true });
    expect(stated('regular-meetings')).toMatchObject({ figure: 5, statedFigure: 5, statedOutOf: 6, differs: false });
    expect(stated('issues-settled')).toMatchObject({ statedFigure: null, differs: false });
    expect(totals).toMatchObject({ differing: 1 });
  });

  it('counts by the day: an ad hoc period begins and ends within a month', async () => {
    expect(await facts(founded, '2021-07-15..2021-09-30')).toMatchObject({
      ...{ 'regular-meetings': [2, 3], 'meetings-up-to-standard': [2, 2], 'member-turnout': [18, 20] },
    });
  });

  it('adds up what stands below: a committee rests on its cells, and need not itself meet every month', async () => {
    const found = await facts(elsewhere, '2021');
    expect(found).toMatchObject({ 'regular-meetings': [0, 0] });
    expect(found.totals).toMatchObject({ regularMeetings: 5, regularMeetingsOf: 18, memberTurnoutOf: 50 });
  });
});

describe('evaluation-progress', () => {
  const progress = (parameters: object) => ask(evaluationProgressQuery, { period: '2019', ...parameters });

  it('finds the cells that nobody has begun with, and those that no campaign holds', async () => {
    const { rows, totals } = await progress({ unitId: communes[0]! });
    expect(totals).toEqual({
      ...{ units: 6, notBegun: 1, selfAssessed: 0, reviewed: 0, decided: 5, forgotten: 0, overdue: 1 },
    });
    expect(rows.find(({ unitId }) => unitId === cells[120])).toMatchObject({
      ...{ step: 'not-begun', groupName: 'Cơ quan', dueOn: '2019-12-10', isForgotten: false, isOverdue: true },
      ...{ superiorId: communes[0], superiorName: 'Xã 1', grade: null },
    });
    const forgotten = await progress({ unitId: district, show: 'forgotten' });
    expect(forgotten.totals).toMatchObject({ units: 123, notBegun: 123, forgotten: 123 });
  });

  it('begins with what exists at the end of the period: not with what was founded later or ended before', async () => {
    const of2020 = await ask(evaluationProgressQuery, { period: '2020', unitId: district });
    expect(of2020.totals).toMatchObject({ units: 129, forgotten: 129 });
    const ids = of2020.rows.map(({ unitId }) => unitId);
    expect([ids.includes(late), ids.includes(cells[128]!)]).toEqual([true, false]);
    const begun = await ask(evaluationProgressQuery, { period: '2024', unitId: district, step: 'self-assessed' });
    expect(begun.rows).toMatchObject([{ unitId: cells[1], selfGrade: 'excellent' }]);
  });
});

describe('the year before', () => {
  it('stands beside each year, with the units that did better and worse', async () => {
    const { rows } = await ask(classificationComparisonQuery, { period: '2019', unitId: communes[0]! });
    expect(rows).toEqual([
      {
        ...{ period: '2019', unitId: communes[0], unitName: 'Xã 1', level: 'cell', graded: 5, gradedBefore: 6 },
        ...{ excellent: 2, excellentBefore: 2, excellentShare: 40, excellentShareBefore: 33.3 },
        ...{ good: 3, goodBefore: 4, completed: 0, completedBefore: 0, failed: 0, failedBefore: 0 },
        ...{ better: 1, worse: 1 },
      },
    ]);
    const first = await ask(classificationComparisonQuery, { period: '2018', unitId: communes[0]! });
    expect(first.rows).toMatchObject([{ graded: 6, gradedBefore: 0, excellentShareBefore: null, better: 0 }]);
  });

  it('stands beside each unit', async () => {
    const { rows } = await ask(cellClassificationsQuery, { period: '2019', unitId: cells[0]! });
    expect(rows).toMatchObject([{ grade: 'good', lastYearGrade: 'excellent', status: 'decided' }]);
  });
});

it('member-grades: counts, never names', async () => {
  const { rows, totals } = await ask(memberGradesQuery, { period: '2019', unitId: district });
  expect(rows).toMatchObject([{ unitName: 'Chi bộ 1', kind: 'member', good: 1, failed: 0 }]);
  expect(totals).toEqual({ excellent: 0, good: 1, completed: 0, failed: 0 });
});

describe('the reorganisation of July 2025', () => {
  const { district, newCommune, newProvince, oldCommune, otherOldCommune } = reorganised;
  const byName = (rows: readonly Row[], ...columns: string[]) => {
    const ofCells = rows.filter(({ level }) => level === 'cell');
    return Object.fromEntries(
      ofCells.map((row): [string, unknown[]] => [String(row['unitName']), columns.map((column) => row[column])]),
    );
  };
  const distribution = async (unitId: string, period: string) =>
    byName((await ask(classificationDistributionQuery, { unitId, period })).rows, 'units', 'excellent', 'undecided');

  it('leaves the district its cells of 2024, and gives them to what it passed whole into', async () => {
    expect(await distribution(district, '2024')).toEqual({
      'Huyện Chợ Đồn': [3, 1, 0],
      'Xã Đồng Lạc': [1, 1, 0],
      'Xã Nam Cường': [1, 0, 0],
      'Xã Thượng Quan': [1, 0, 0],
    });
    const ofProvince = await distribution(newProvince, '2024');
    expect([ofProvince['Tỉnh Thái Nguyên'], ofProvince['Tỉnh Bắc Kạn']]).toEqual([
      [3, 1, 0],
      [3, 1, 0],
    ]);
    const ofCommune = await ask(classificationDistributionQuery, { unitId: newCommune, period: '2024' });
    const units = new Map(ofCommune.rows.map((row) => [row['unitId'], row['units']]));
    expect(units).toEqual(
      new Map([
        [newCommune, 2],
        [oldCommune, 1],
        [otherOldCommune, 1],
      ]),
    );
  });

  it('gives them to the new units alone from then on', async () => {
    expect(await distribution(district, '2025')).toEqual({});
    expect(await distribution(newProvince, '2025')).toEqual({
      'Tỉnh Thái Nguyên': [3, 0, 1],
      'Xã Nam Cường': [2, 0, 1],
      'Xã Thượng Quan': [1, 0, 0],
    });
  });

  it('waits for no grade of a commune that ended before, unless it was evaluated', async () => {
    const { rows } = await ask(classificationDistributionQuery, { unitId: newProvince, period: '2025-Q1' });
    expect(rows.filter(({ level, unitId }) => level === 'commune' && unitId === newProvince)).toMatchObject([
      { units: 3, good: 1, undecided: 2 },
    ]);
  });

  it('counts a closed commune once, though it stood below the new province in two ways', async () => {
    const { rows } = await ask(classificationDistributionQuery, { unitId: newProvince, period: '2025' });
    const ofCommunes = rows.filter(({ level, unitId }) => level === 'commune' && unitId === newProvince);
    expect(ofCommunes).toMatchObject([{ unitName: 'Tỉnh Thái Nguyên', units: 3, good: 1, completed: 1, undecided: 1 }]);
  });

  it('lists the progress of what exists at the end of the period, and of what was evaluated before it ended', async () => {
    const communesOf = async (unitId: string, period: string) => {
      const { rows } = await ask(evaluationProgressQuery, { unitId, period, level: 'commune' }, '2026-11-20');
      return Object.fromEntries(rows.map((row): [string, unknown] => [String(row['unitId']), row['step']]));
    };
    expect(await communesOf(newProvince, '2025')).toEqual({
      ...{ [reorganised.keptCommune]: 'decided', [newCommune]: 'not-begun', [oldCommune]: 'decided' },
    });
    expect(Object.keys(await communesOf(district, '2024'))).toHaveLength(3);
    expect((await ask(evaluationProgressQuery, { unitId: newCommune, period: '2024' })).rows).toMatchObject([
      { unitId: reorganised.cell, campaignId: campaignId(oldCommune, '2024'), superiorName: 'Xã Đồng Lạc' },
      { unitId: reorganised.otherCell, campaignId: null, isForgotten: false },
    ]);
  });

  it('compares each year as it was', async () => {
    const compared = async (unitId: string, period: string) => {
      const { rows } = await ask(classificationComparisonQuery, { unitId, period });
      return byName(rows, 'graded', 'gradedBefore', 'better', 'worse');
    };
    expect(await compared(district, '2024')).toMatchObject({
      'Huyện Chợ Đồn': [3, 2, 1, 0],
      'Xã Thượng Quan': [1, 0, 0, 0],
    });
    expect(await compared(otherDistrict, '2024')).toEqual({
      'Huyện Bảo Lạc': [1, 0, 1, 0],
      'Xã Sơn Lộ': [1, 1, 1, 0],
    });
    expect(await compared(newProvince, '2025')).toEqual({
      'Tỉnh Thái Nguyên': [2, 3, 1, 1],
      'Xã Nam Cường': [1, 2, 0, 1],
      'Xã Thượng Quan': [1, 1, 1, 0],
    });
    expect(await compared(district, '2025')).toEqual({});
  });

  it('lists the cells under the superior of the year and under the new one', async () => {
    const count = async (unitId: string) =>
      (await ask(cellClassificationsQuery, { period: '2024', unitId })).rows.length;
    expect([await count(district), await count(oldCommune), await count(newCommune)]).toEqual([3, 1, 2]);
  });

  it('an open campaign of a closed superior waits for somebody', async () => {
    const { rows } = await ask(evaluationCampaignsQuery, { show: 'orphaned', unitId: newCommune });
    expect(rows).toMatchObject([{ unitId: oldCommune, isOrphaned: true }]);
    expect((await ask(evaluationCampaignsQuery, { show: 'orphaned', unitId: province })).rows).toEqual([]);
  });
});
