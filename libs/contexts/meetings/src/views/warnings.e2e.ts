import { contexts } from '#contexts';
import { provinceIdBefore2025 } from '#contexts/org-units/contracts';
import { shippedPacks } from '#contexts/rule-packs/contracts';
import { derivedId, rootUnitId } from '#kernel';
import { recorded } from '#testing';
import { reorganised, reorganisedStreams, unitStream, viewTables, type ViewTables } from '#testing/fixtures';
import { checklistLabelsEdited } from '../checklist/checklist-labels.js';
import {
  attendanceRecorded,
  meetingHeld,
  meetingScheduled,
  meetingScored,
  minutesRecorded,
  turnoutRecorded,
} from '../meeting/meeting.js';
import { checklistCodes, type AttendanceMark } from '../meeting/vocabulary.js';
import { judgeStandard } from '../rule-packs/meeting-standard.js';
import { attendanceWarningsQuery } from './attendance-warnings.query.js';
import { checklistLabelsQuery } from './checklist-labels.query.js';
import { checklistResultsQuery } from './checklist-results.query.js';
import { meetingAttendanceQuery } from './meeting-attendance.query.js';
import { meetingsByUnitQuery } from './meetings-by-unit.query.js';
import { meetingsQuery } from './meetings.query.js';
import { minimumAttendanceQuery } from './minimum-attendance.query.js';
import { minutesQuery } from './minutes.query.js';
import { scoreSheetsQuery } from './score-sheets.query.js';
import { unitsWithoutMeetingQuery } from './units-without-meeting.query.js';

/** A cell of Kon Tum, whose pack asks a district's cadre for 6 attendances a year, through the twelve months of 2024. */
const province = provinceIdBefore2025('Tỉnh Kon Tum');
const id = (name: string) => derivedId('spec', name);
const [commune, cell, idle, cadreId, newcomer] = ['xã', 'chi bộ', 'chi bộ nghỉ', 'cadre', 'newcomer'].map(id) as [
  string,
  string,
  string,
  string,
  string,
];
const [an, binh, chau] = ['an', 'bình', 'châu'].map(id) as [string, string, string];
const [pack] = shippedPacks('meeting-standard');

/** Month by month: who was named as excused, who as absent, and the cadre's mark. */
const year: readonly [excused: readonly string[], unexcused: readonly string[], mark: AttendanceMark][] = [
  [[chau], [], 'present'],
  [[chau], [an], 'late'],
  [[], [], 'absent'],
  [[binh, chau], [], 'present'],
  [[binh], [an], 'present'],
  [[binh], [], 'absent'],
  [[binh], [], 'excused'],
  [[], [], 'excused'],
  [[], [an], 'excused'],
  [[], [], 'excused'],
  [[], [], 'present'],
  [[], [], 'absent'],
];
const meetingId = (month: number) => id(`meeting ${month}`);

const meetings = year.map(([excused, unexcused, mark], index) => {
  const heldOn = `2024-${String(index + 1).padStart(2, '0')}-05`;
  const common = { meetingId: meetingId(index + 1), unitId: cell, kind: 'regular' as const, heldOn };
  const held = meetingHeld({ ...common, scheduledFor: null, durationMinutes: 95, expectedCadreIds: [cadreId] });
  const turnout = {
    ...{ onRoll: 20, exempt: 0, excused: excused.length, unexcused: unexcused.length },
    ...{ present: 20 - excused.length - unexcused.length },
    ...{ excusedMemberIds: excused, unexcusedMemberIds: unexcused },
  };
  const judgement = judgeStandard({ ...common, durationMinutes: 95, turnout }, pack);
  const { kind: _, ...place } = common;
  return recorded(
    [
      held,
      turnoutRecorded({ ...common, turnout, judgement, previous: null }),
      attendanceRecorded({ ...place, cadreId, mark, previousMark: null, wasExpected: true }),
      ...(index === 0 ? writtenUp(heldOn) : []),
    ],
    {},
    `meeting-${common.meetingId}`,
  );
});

function writtenUp(heldOn: string) {
  const common = { meetingId: meetingId(1), unitId: cell, heldOn };
  const item = (code: 'grasp-1' | 'check-3', outcome: 'done' | 'not-done') => ({
    code,
    label: code,
    outcome,
    note: null,
  });
  const checklist = [item('grasp-1', 'done'), item('check-3', 'not-done')];
  const score = { items: [], gates: [], proposal: 'good' as const, grade: null, pack: '12-HD', packVersion: 1 };
  const sheet = (of: 'own' | 'superior', total: number) =>
    meetingScored({ ...common, sheet: of, scoredByUnitId: cell, score: { ...score, total }, previous: null });
  return [
    minutesRecorded({
      ...{ ...common, kind: 'regular' as const, judgement: null, previousJudgement: null, isReplacement: false },
      minutes: { contents: ['a'], conclusions: ['b'], isPrepared: true, speakers: 5, checklist, labelsVersion: 0 },
    }),
    sheet('own', 96.5),
    sheet('superior', 92),
  ];
}

const assigned = (assignmentId: string, cadre: string, from: string) => ({
  type: 'assignments.CadreAssigned',
  data: { assignmentId, unitId: cell, cadreId: cadre, from, to: null, tier: 'district-cell' },
});
const planned = meetingScheduled({
  ...{ meetingId: id('planned'), unitId: idle, kind: 'regular', scheduledFor: '2024-12-28' },
});
const labels = (version: number) =>
  checklistLabelsEdited({
    unitId: province,
    version,
    labels: checklistCodes.map((code) => ({ code, text: `${code} bản ${version}` })),
  });

const regularMeeting = (unitId: string, heldOn: string) => {
  const about = { meetingId: derivedId('spec', unitId, heldOn), unitId, kind: 'regular' as const, heldOn };
  const held = meetingHeld({ ...about, scheduledFor: null, durationMinutes: 90, expectedCadreIds: [] });
  return recorded([held], {}, `meeting-${about.meetingId}`);
};

let tables: ViewTables;
const ask: ViewTables['ask'] = (...question) => tables.ask(...question);

beforeAll(async () => {
  tables = await viewTables(
    contexts.flatMap(({ views }) => views),
    [
      unitStream({ unitId: province, name: 'Tỉnh Kon Tum', level: 'province', parentId: rootUnitId }),
      unitStream({ unitId: commune, name: 'Xã Đắk Cấm', level: 'commune', parentId: province }),
      unitStream({ unitId: cell, name: 'Chi bộ thôn 1', level: 'cell', parentId: commune }),
      unitStream({ unitId: idle, name: 'Chi bộ thôn 2', level: 'cell', parentId: commune }),
      unitStream({ unitId: id('elsewhere'), name: 'Tỉnh khác', level: 'province', parentId: rootUnitId }),
      recorded(
        [assigned(id('first'), cadreId, '2023-06-01'), assigned(id('second'), newcomer, '2024-11-15')],
        {},
        `roster-${cell}`,
      ),
      ...meetings,
      recorded([planned], {}, `meeting-${planned.data.meetingId}`),
      recorded([labels(1), labels(2)], {}, `checklist-${province}`),
      ...reorganisedStreams,
      regularMeeting(reorganised.otherCell, '2024-05-05'),
    ],
  );
});
afterAll(() => tables.drop());

describe('attendance-warnings', () => {
  it('three months absent without reason, three excused running: members who were named, and the cadre', async () => {
    const { rows, totals } = await ask(attendanceWarningsQuery, { unitId: commune, year: '2024' });
    expect(
      rows.map(({ warning, personId, times, firstOn, lastOn }) => [warning, personId, times, firstOn, lastOn]),
    ).toEqual(
      expect.arrayContaining([
        ['months-absent-in-year', an, 3, '2024-02-05', '2024-09-05'],
        ['months-absent-in-year', cadreId, 3, '2024-03-05', '2024-12-05'],
        ['excused-running', binh, 4, '2024-04-05', '2024-07-05'],
        ['excused-running', cadreId, 4, '2024-07-05', '2024-10-05'],
      ]),
    );
    expect(totals).toEqual({ monthsAbsent: 2, excusedRunning: 2 });
    expect(rows.every(({ threshold, pack: name }) => threshold === 3 && name === '12-HD')).toBe(true);
  });

  it('warns of a year’s own, of the one kind asked for, and of nothing where no pack has a threshold', async () => {
    const count = async (parameters: object) => (await ask(attendanceWarningsQuery, parameters)).rows.length;
    expect(await count({ year: '2024', person: 'member' })).toBe(2);
    expect(await count({ year: '2024', warning: 'excused-running' })).toBe(2);
    expect(await count({ year: '2025' })).toBe(0);
    expect(await count({ year: '2024', unitId: id('elsewhere') })).toBe(0);
  });
});

describe('meetings up to standard', () => {
  it('nobody excused more than three times running: told from the meetings before, named members only', async () => {
    const { rows } = await ask(meetingsQuery, { unitId: cell, from: '2024-01-01', to: '2024-12-31' });
    expect(rows.map(({ excusedRunning }) => excusedRunning)).toEqual([1, 2, 0, 1, 2, 3, 4, 0, 0, 0, 0, 0]);
    const below = await ask(meetingsQuery, { unitId: cell, proposal: 'not-up-to-standard' });
    // February, May and September for an absence without reason, July for the fourth excuse.
    expect(below.rows.map(({ heldOn }) => heldOn)).toEqual(['2024-02-05', '2024-05-05', '2024-07-05', '2024-09-05']);
    expect(below.rows[2]).toMatchObject({ standardProposal: 'not-up-to-standard', excusedRunning: 4 });
  });
});

describe('minimum-attendance', () => {
  it('asks a district’s cadre for 6 a year, a newcomer for their part of it', async () => {
    const { rows, totals } = await ask(minimumAttendanceQuery, { unitId: province, year: '2024' });
    expect(rows).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ cadreId, cadreLevel: 'district', months: 12, attended: 5, minimum: 6, short: 1 }),
        expect.objectContaining({ cadreId: newcomer, months: 2, attended: 0, minimum: 1, short: 1 }),
      ]),
    );
    expect(rows[0]).toMatchObject({ pack: 'following-kon-tum', unitName: 'Chi bộ thôn 1', year: '2024' });
    expect(totals).toEqual({ cadres: 2, belowMinimum: 2, attended: 5 });
    const before = await ask(minimumAttendanceQuery, { year: '2023' });
    expect(before.rows).toMatchObject([{ cadreId, months: 7, minimum: 3, attended: 0 }]);
    expect((await ask(minimumAttendanceQuery, { year: '2024', cadreId: newcomer, show: 'short' })).rows).toHaveLength(
      1,
    );
  });
});

describe('units-without-meeting', () => {
  it('lists the cells that did not meet in a month, planned or not', async () => {
    const december = await ask(unitsWithoutMeetingQuery, { unitId: province, month: '2024-12' });
    expect(december.rows).toMatchObject([
      { unitId: idle, parentName: 'Xã Đắk Cấm', scheduledFor: '2024-12-28', lastHeldOn: null, cancelled: 0 },
    ]);
    expect(december.totals).toEqual({ units: 1, scheduled: 1, unplanned: 0 });
    const next = await ask(unitsWithoutMeetingQuery, { unitId: province }, '2025-01-20');
    expect(next.rows.find(({ unitId }) => unitId === cell)).toMatchObject({
      month: '2025-01',
      lastHeldOn: '2024-12-05',
    });
    expect(next.totals).toEqual({ units: 2, scheduled: 0, unplanned: 2 });
    expect((await ask(unitsWithoutMeetingQuery, { month: '2015-12' })).rows).toEqual([]);
  });

  it('goes by the tree of the month: the closed district, the merged commune, the parents of then', async () => {
    const { district, keptCommune, newCommune, newProvince } = reorganised;
    const missing = async (unitId: string, month: string) => {
      const { rows } = await ask(unitsWithoutMeetingQuery, { unitId, month }, '2026-11-20');
      return rows.map((row) => `${String(row['unitName'])}, ${String(row['parentName'])}`).toSorted();
    };
    const [naVa, pacCop] = ['Chi bộ thôn Nà Va, Xã Đồng Lạc', 'Chi bộ thôn Pác Cốp, Xã Thượng Quan'];
    expect(await missing(district, '2024-05')).toEqual([naVa, pacCop]);
    expect(await missing(newCommune, '2024-05')).toEqual([naVa]);
    expect(await missing(keptCommune, '2024-05')).toEqual([pacCop]);
    expect(await missing(newProvince, '2024-05')).toEqual([naVa, pacCop]);
    expect(await missing(district, '2025-06')).toHaveLength(3);
    expect(await missing(district, '2025-07')).toEqual([]);
    const since = ['Chi bộ thôn Bản Chang, Xã Nam Cường', 'Chi bộ thôn Nà Va, Xã Nam Cường'];
    expect(await missing(newCommune, '2025-07')).toEqual(since);
    const communes = await ask(unitsWithoutMeetingQuery, { unitId: district, month: '2024-05', level: 'commune' });
    expect(communes.rows.map(({ parentName }) => parentName)).toEqual(Array(3).fill('Huyện Chợ Đồn'));
  });
});

describe('meetings-by-unit', () => {
  const figures = async (parameters: object) => {
    const { rows } = await ask(meetingsByUnitQuery, parameters, '2026-11-20');
    return Object.fromEntries(
      rows.map((row): [string, unknown] => [
        `${String(row['month'])} ${String(row['unitName'])}`,
        ['cells', 'cellsMet', 'cellsWithout', 'held', 'base', 'present', 'expected', 'attended'].map(
          (name) => row[name],
        ),
      ]),
    );
  };

  it('rolls a month up the tree: cells that met, turnout, attendance', async () => {
    expect(await figures({ unitId: province, from: '2024-02' })).toEqual({
      '2024-02 Tỉnh Kon Tum': [2, 1, 1, 1, 20, 18, 1, 1],
      '2024-02 Xã Đắk Cấm': [2, 1, 1, 1, 20, 18, 1, 1],
      '2024-02 Chi bộ thôn 1': [1, 1, 0, 1, 20, 18, 1, 1],
      '2024-02 Chi bộ thôn 2': [1, 0, 1, 0, 0, 0, 0, 0],
    });
    const half = await ask(meetingsByUnitQuery, {
      unitId: province,
      from: '2024-01',
      to: '2024-06',
      level: 'province',
    });
    expect(half.rows).toHaveLength(6);
    expect(half.rows[1]).toMatchObject({ month: '2024-02', turnoutRate: 90, attendanceRate: 100, belowStandard: 1 });
  });

  it('by the tree of each month: closed units keep their months, and what they passed whole into has them too', async () => {
    const { district, newCommune } = reorganised;
    expect(await figures({ unitId: district, from: '2024-05', level: 'district' })).toEqual({
      '2024-05 Huyện Chợ Đồn': [3, 1, 2, 1, 0, 0, 0, 0],
    });
    expect(await figures({ unitId: district, from: '2025-07' })).toEqual({});
    const { rows } = await ask(meetingsByUnitQuery, { unitId: newCommune, from: '2024-05', level: 'commune' });
    expect(rows.find((row) => row['unitId'] === newCommune)).toMatchObject({ cells: 2, cellsMet: 1, held: 1 });
    expect(rows).toHaveLength(3);
  });
});

describe('meeting-attendance, minutes, score-sheets', () => {
  it('show each meeting with who came, what was written and both scores', async () => {
    const attendance = await ask(meetingAttendanceQuery, { unitId: province, cadreId });
    expect(attendance.totals).toEqual({ expected: 12, attended: 5, excused: 4, absent: 3, unrecorded: 0 });
    expect((await ask(meetingAttendanceQuery, { mark: 'late' })).rows).toMatchObject([{ heldOn: '2024-02-05' }]);
    const minutes = await ask(minutesQuery, { unitId: province, from: '2024-01-01' });
    expect(minutes.rows).toMatchObject([{ meetingId: meetingId(1), checklistDone: 1, speakers: 5, kind: 'regular' }]);
    const sheets = await ask(scoreSheetsQuery, { unitId: cell });
    expect(sheets.rows).toMatchObject([
      { sheet: 'own', total: 96.5, fromOther: 4.5 },
      { sheet: 'superior', total: 92, fromOther: -4.5 },
    ]);
    expect(sheets.totals).toMatchObject({ sheets: 2, good: 2, fair: 0 });
  });
});

describe('checklist-results', () => {
  it('counts how often each item was done, below a unit and by month', async () => {
    const { rows, totals } = await ask(checklistResultsQuery, { unitId: province, from: '2024-01', to: '2024-01' });
    expect(rows).toMatchObject([
      { month: '2024-01', unitName: 'Chi bộ thôn 1', position: 1, code: 'grasp-1', done: 1, partly: 0, notDone: 0 },
      { position: 11, code: 'check-3', label: 'check-3', done: 0, notDone: 1 },
    ]);
    expect(totals).toEqual({ units: 1, done: 1, partly: 0, notDone: 1 });
    expect((await ask(checklistResultsQuery, { code: 'check-3' })).totals).toMatchObject({ done: 0, notDone: 1 });
    expect((await ask(checklistResultsQuery, { unitId: id('elsewhere') })).rows).toEqual([]);
    expect((await ask(checklistResultsQuery, { from: '2024-02' })).rows).toEqual([]);
  });
});

describe('checklist-labels', () => {
  it('are the newest of the nearest unit above, and placeholders where nobody has worded them', async () => {
    const { rows } = await ask(checklistLabelsQuery, { unitId: cell });
    expect(rows).toHaveLength(11);
    expect(rows[0]).toEqual({
      ...{ unitId: cell, position: 1, code: 'grasp-1', label: 'grasp-1 bản 2', version: 2 },
      ...{ editedForId: province, isPlaceholder: false },
    });
    const elsewhere = await ask(checklistLabelsQuery, { unitId: id('elsewhere') });
    expect(elsewhere.rows[10]).toMatchObject({ code: 'check-3', version: 0, editedForId: null, isPlaceholder: true });
  });
});
