import { contexts } from '#contexts';
import { shippedPacks } from '#contexts/rule-packs/contracts';
import { derivedId, rootUnitId } from '#kernel';
import { recorded } from '#testing';
import { unitStream, viewTables, type ViewTables } from '#testing/fixtures';
import {
  attendanceRecorded,
  meetingCancelled,
  meetingHeld,
  meetingScheduled,
  turnoutRecorded,
} from '../meeting/meeting.js';
import type { MeetingKind } from '../meeting/vocabulary.js';
import { judgeStandard } from '../rule-packs/meeting-standard.js';
import { attendanceRateQuery } from './attendance-rate.query.js';
import { meetingsQuery } from './meetings.query.js';
import { turnoutQuery } from './turnout.query.js';

let tables: ViewTables;
const ask: ViewTables['ask'] = (...question) => tables.ask(...question);

const unit = (unitId: string, name: string, level: string, parentId: string) =>
  unitStream({ unitId, name, level, parentId });

const [commune, ap3, ap4] = ['xã An Hiệp', 'chi bộ ấp 3', 'chi bộ ấp 4'].map((name) => derivedId('spec', name)) as [
  string,
  string,
  string,
];
const cadreId = derivedId('spec', 'cadre');
const cadre = recorded(
  [
    {
      type: 'assignments.CadreRegistered',
      data: {
        cadreId,
        fullName: 'Nguyễn Văn An',
        phone: null,
        position: 'Chuyên viên',
        unitId: commune,
        generated: true,
      },
    },
  ],
  {},
  `cadre-${cadreId}`,
);

/** A cell of 20 members, 2 of them exempt; the cadre comes or not; or the mark is not known yet. */
function meetingOf(
  unitId: string,
  kind: MeetingKind,
  heldOn: string,
  present: number,
  mark: 'present' | 'excused' | null,
) {
  const meetingId = derivedId('spec', unitId, heldOn);
  const common = { meetingId, unitId, kind, heldOn };
  const held = meetingHeld({ ...common, scheduledFor: null, durationMinutes: 90, expectedCadreIds: [cadreId] });
  const turnout = {
    ...{ onRoll: 20, exempt: 2, present, excused: 18 - present, unexcused: 0 },
    ...{ excusedMemberIds: [], unexcusedMemberIds: [] },
  };
  const judgement = judgeStandard({ ...common, durationMinutes: 90, turnout }, shippedPacks('meeting-standard')[0]);
  const counted = turnoutRecorded({ ...common, turnout, judgement, previous: null });
  const marked =
    mark && attendanceRecorded({ meetingId, unitId, heldOn, cadreId, mark, previousMark: null, wasExpected: true });
  return recorded(marked ? [held, counted, marked] : [held, counted], {}, `meeting-${meetingId}`);
}

const cancelledId = derivedId('spec', 'cancelled');
const planned = meetingScheduled({ meetingId: cancelledId, unitId: ap4, kind: 'regular', scheduledFor: '2024-11-03' });
const history = [
  unit(commune, 'Xã An Hiệp', 'commune', rootUnitId),
  unit(ap3, 'Chi bộ ấp 3', 'cell', commune),
  unit(ap4, 'Chi bộ ấp 4', 'cell', commune),
  cadre,
  meetingOf(ap3, 'regular', '2024-09-03', 17, 'present'),
  meetingOf(ap3, 'thematic', '2024-09-20', 12, 'excused'),
  meetingOf(ap3, 'regular', '2024-10-03', 18, 'present'),
  meetingOf(ap4, 'regular', '2024-09-03', 10, null),
  recorded([planned, meetingCancelled(planned.data)], { reason: 'Trùng ngày bầu cử' }, `meeting-${cancelledId}`),
];

beforeAll(async () => {
  tables = await viewTables(
    contexts.flatMap(({ views }) => views),
    history,
  );
});
afterAll(() => tables.drop());

describe('attendance-rate', () => {
  it('gives each cadre at each unit by month, and rolls it up', async () => {
    const { rows, totals } = await ask(attendanceRateQuery, { unitId: commune });
    expect(rows).toHaveLength(3);
    expect(rows).toContainEqual({
      month: '2024-09',
      unitId: ap3,
      unitName: 'Chi bộ ấp 3',
      cadreId,
      cadreName: 'Nguyễn Văn An',
      expected: 2,
      attended: 1,
      excused: 1,
      absent: 0,
      unrecorded: 0,
      rate: 50,
    });
    expect(rows).toContainEqual(
      expect.objectContaining({ unitId: ap4, expected: 1, attended: 0, unrecorded: 1, rate: 0 }),
    );
    expect(totals).toEqual({ expected: 4, attended: 2, excused: 1, absent: 0, unrecorded: 1, rate: 50 });
  });

  it('filters by unit, cadre and months', async () => {
    expect((await ask(attendanceRateQuery, { unitId: ap4 })).rows).toHaveLength(1);
    expect((await ask(attendanceRateQuery, { unitId: rootUnitId })).rows).toHaveLength(3);
    expect((await ask(attendanceRateQuery, { unitId: cadreId })).rows).toEqual([]);
    expect((await ask(attendanceRateQuery, { cadreId })).rows).toHaveLength(3);
    expect((await ask(attendanceRateQuery, { cadreId: ap3 })).totals).toMatchObject({ expected: 0, rate: null });
    expect((await ask(attendanceRateQuery, { from: '2024-10', to: '2024-10' })).totals).toMatchObject({ expected: 1 });
  });
});

describe('turnout', () => {
  it('adds the kinds of meeting of a month, exempt members outside the base', async () => {
    const { rows, totals } = await ask(turnoutQuery, { unitId: commune });
    expect(rows).toHaveLength(3);
    expect(rows).toContainEqual({
      month: '2024-09',
      unitId: ap3,
      unitName: 'Chi bộ ấp 3',
      held: 2,
      recorded: 2,
      base: 36,
      exempt: 4,
      present: 29,
      excused: 7,
      unexcused: 0,
      rate: 80.6,
      upToStandard: 1,
      belowStandard: 0,
    });
    expect(totals).toEqual({
      held: 4,
      recorded: 4,
      base: 72,
      present: 57,
      excused: 15,
      unexcused: 0,
      rate: 79.2,
      upToStandard: 2,
      belowStandard: 1,
    });
  });

  it('filters by kind, unit and months', async () => {
    const thematic = await ask(turnoutQuery, { kind: 'thematic' });
    expect(thematic.rows).toMatchObject([{ unitId: ap3, held: 1, present: 12, rate: 66.7 }]);
    expect((await ask(turnoutQuery, { unitId: ap4 })).rows).toMatchObject([{ unitId: ap4, present: 10 }]);
    expect((await ask(turnoutQuery, { from: '2024-10' })).rows).toMatchObject([{ month: '2024-10', present: 18 }]);
    expect((await ask(turnoutQuery, { to: '2024-08' })).totals).toMatchObject({ held: 0, rate: null });
  });
});

describe('meetings', () => {
  it('lists every meeting with its figures and what the rule pack proposes', async () => {
    const { rows, totals } = await ask(meetingsQuery);
    expect(rows.map(({ meetingDate }) => meetingDate)).toEqual([
      '2024-09-03',
      '2024-09-03',
      '2024-09-20',
      '2024-10-03',
      '2024-11-03',
    ]);
    expect(rows[3]).toMatchObject({
      unitName: 'Chi bộ ấp 3',
      kind: 'regular',
      status: 'held',
      durationMinutes: 90,
      expectedCadres: 1,
      attendedCadres: 1,
      base: 18,
      present: 18,
      rate: 100,
      standardPack: '12-HD',
      standardProposal: 'up-to-standard',
      standardRules: expect.arrayContaining([{ rule: 'turnout-above', outcome: 'satisfied', figure: 100, asked: 85 }]),
      cancelReason: null,
    });
    expect(rows[4]).toMatchObject({ status: 'cancelled', cancelReason: 'Trùng ngày bầu cử', heldOn: null, rate: null });
    expect(totals).toEqual({ scheduled: 0, held: 4, cancelled: 1, base: 72, present: 57, rate: 79.2 });
  });

  it('filters by unit, kind, status, proposal and days', async () => {
    const count = async (parameters: object) => (await ask(meetingsQuery, parameters)).rows.length;
    expect(await count({ unitId: ap3 })).toBe(3);
    expect(await count({ kind: 'thematic' })).toBe(1);
    expect(await count({ status: 'cancelled' })).toBe(1);
    expect(await count({ proposal: 'not-up-to-standard' })).toBe(1);
    expect(await count({ from: '2024-09-20', to: '2024-10-03' })).toBe(2);
  });
});
