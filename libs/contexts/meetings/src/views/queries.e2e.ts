import { contexts } from '#contexts';
import { InMemoryEventStore } from '#event-store';
import { derivedId, rootUnitId, type RecordedEvent } from '#kernel';
import { awaitPosition, ProjectionRunner, type Row, type ViewQuery } from '#projections';
import { createReadStore, migrate } from '#read-store';
import { recorded } from '#testing';
import { freshDatabase, type FreshDatabase } from '#testing/fixtures';
import type { DataSource } from 'typeorm';
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

let database: FreshDatabase;
let dataSource: DataSource;
const silent = { info: () => undefined, warn: () => undefined, error: () => undefined };

/** The rows and totals of a query, asked of real tables that the projector's own runner filled. */
async function ask<P extends object>(query: ViewQuery<P>, parameters: Partial<P> = {}) {
  const selected = query.rows(Object.assign(new query.parameters(), parameters), { today: '2024-12-31' });
  const order = query.key.map((name) => `r.${snakeCase(name)}`).join(', ');
  const found: { row: Row }[] = await dataSource.query(
    `SELECT to_jsonb(r) AS row FROM (${selected.text}) r ORDER BY ${order}`,
    selected.values,
  );
  const rows = found.map(({ row }) => camelKeys(row));
  for (const row of rows) expect(Object.keys(row).sort()).toEqual(Object.keys(query.columns).sort());
  const totals = Object.entries(query.totals ?? {}).map(([name, { text }]) => `${text} AS ${snakeCase(name)}`);
  if (totals.length === 0) return { rows, totals: {} };
  const [total]: { row: Row }[] = await dataSource.query(
    `SELECT to_jsonb(t) AS row FROM (SELECT ${totals.join(', ')} FROM (${selected.text}) r) t`,
    selected.values,
  );
  return { rows, totals: camelKeys(total!.row) };
}

const snakeCase = (name: string) => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
const camelKeys = (row: Row): Row =>
  Object.fromEntries(
    Object.entries(row).map(([name, value]) => [name.replace(/_[a-z]/g, (part) => part[1]!.toUpperCase()), value]),
  );

async function fill(streams: readonly (readonly RecordedEvent[])[]) {
  const store = new InMemoryEventStore();
  for (const events of streams) {
    const toAppend = events.map(({ id, type, data, metadata }) => ({ id, type, data, metadata }));
    await store.append(events[0]!.stream, toAppend, 'no-stream');
  }
  const views = contexts.flatMap((context) => context.views);
  const runner = new ProjectionRunner({ dataSource, store, views, decode: (stored) => stored, log: silent });
  runner.start();
  expect(await awaitPosition(dataSource, (await store.head())!, 20_000)).toBe(true);
  await runner.stop();
}

const unit = (unitId: string, name: string, level: string, parentId: string, openedOn = '2016-01-01') =>
  recorded(
    [
      {
        type: 'org-units.UnitRegistered',
        data: { unitId, name, level, kind: null, code: null, parentId, openedOn, generated: true },
      },
    ],
    {},
    `unit-${unitId}`,
  );

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
  const judgement = judgeStandard({ ...common, durationMinutes: 90, turnout });
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
  database = await freshDatabase();
  dataSource = createReadStore(database.url);
  await migrate(dataSource);
  await fill(history);
});

afterAll(async () => {
  await dataSource.destroy();
  await database.drop();
});

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
