import type { EventToAppend } from '#event-store';
import { derivedId, rootUnitId, type EventMetadata, type JsonObject } from '#kernel';

/** The size of a province after the reorganisation: domain figures are 98 communes and 6,000 to 9,000 cells. */
const communes = 98;
const cellsOfCommune = 70;
const cadresOfCommune = 20;
const firstYear = 2020;
const eventsOfMeeting = 4;

const id = (...parts: (string | number)[]): string => derivedId('bench-history', ...parts);
export const province = id('province');
export const communeIds = Array.from({ length: communes }, (_, n) => id('commune', n));
const cellId = (commune: number, cell: number) => id('cell', commune, cell);
const cadreId = (commune: number, n: number) => id('cadre', commune, n);

export interface NewStream {
  readonly stream: string;
  readonly events: EventToAppend[];
}

interface Fact {
  readonly type: string;
  readonly data: JsonObject;
  readonly on: string;
}

/** Recorded the day after it happened; four of five years fold into the same months of every year. */
function streamOf(stream: string, facts: readonly Fact[], unitId: string): NewStream {
  const events = facts.map(({ data, on, type }, index): EventToAppend => {
    const commandId = id('command', stream, index);
    const metadata: EventMetadata = {
      $correlationId: commandId,
      $causationId: commandId,
      commandId,
      command: 'bench',
      commandDigest: '0'.repeat(32),
      actor: { subject: id('account', unitId), role: 'secretary', unitId },
      recordedAt: `${on}T14:00:00.000Z`,
      effectiveAt: on,
      decision: { number: '1391-QĐ/TU', date: '2020-01-01', issuer: 'Tỉnh ủy' },
      schemaVersion: 1,
      chain: { previous: null, hash: '0'.repeat(64) },
    };
    return { id: id('event', stream, index), type, data, metadata };
  });
  return { stream, events };
}

const opened = `${firstYear - 1}-12-01`;

const unit = (unitId: string, name: string, level: string, parentId: string): NewStream =>
  streamOf(
    `unit-${unitId}`,
    [
      {
        type: 'org-units.UnitRegistered',
        data: { unitId, name, level, kind: null, code: null, parentId, openedOn: opened, generated: true },
        on: opened,
      },
    ],
    province,
  );

/** Units, cadres (`seal` hides their names) and who follows which cell. */
export function* organisation(): Generator<NewStream> {
  yield unit(province, 'Tỉnh', 'province', rootUnitId);
  for (const [n, commune] of communeIds.entries()) {
    yield unit(commune, `Xã ${n}`, 'commune', province);
    for (let cadre = 0; cadre < cadresOfCommune; cadre++) {
      const data = { cadreId: cadreId(n, cadre), fullName: `Cán bộ ${n}.${cadre}`, phone: null, position: 'Cán bộ' };
      const registered = { type: 'assignments.CadreRegistered', data: { ...data, unitId: commune, generated: true } };
      yield streamOf(`cadre-${data.cadreId}`, [{ ...registered, on: opened }], commune);
    }
    for (let cell = 0; cell < cellsOfCommune; cell++) {
      const unitId = cellId(n, cell);
      yield unit(unitId, `Chi bộ ${n}.${cell}`, 'cell', commune);
      const assigned = { assignmentId: id('assignment', n, cell), cadreId: cadreId(n, cell % cadresOfCommune) };
      const data = { ...assigned, unitId, from: `${firstYear}-01-01`, to: null, tier: 'commune-cell' };
      yield streamOf(`roster-${unitId}`, [{ type: 'assignments.CadreAssigned', data, on: opened }], commune);
    }
  }
}

/** Month after month every cell meets: held, the cadre marked absent and then present, the turnout. */
export function* meetings(events: number): Generator<NewStream> {
  for (let n = 0; n * eventsOfMeeting < events; n++) {
    const cells = communes * cellsOfCommune;
    const [month, index] = [Math.floor(n / cells), n % cells];
    const [commune, cell] = [Math.floor(index / cellsOfCommune), index % cellsOfCommune];
    const year = firstYear + Math.floor(month / 12);
    const heldOn = `${year}-${String((month % 12) + 1).padStart(2, '0')}-0${1 + (cell % 5)}`;
    const [meetingId, unitId, cadre] = [
      id('meeting', n),
      cellId(commune, cell),
      cadreId(commune, cell % cadresOfCommune),
    ];
    const held = { scheduledFor: null, durationMinutes: 95, expectedCadreIds: [cadre] };
    const common = { meetingId, unitId, kind: 'regular', heldOn };
    const mark = { meetingId, unitId, heldOn, cadreId: cadre, wasExpected: true };
    const turnout = { onRoll: 20, exempt: 2, present: 17, excused: 1, unexcused: 0 };
    const names = { excusedMemberIds: [], unexcusedMemberIds: [] };
    const facts: [string, JsonObject][] = [
      ['meetings.MeetingHeld', { ...common, ...held }],
      ['meetings.AttendanceRecorded', { ...mark, mark: 'absent', previousMark: null }],
      ['meetings.AttendanceRecorded', { ...mark, mark: 'present', previousMark: 'absent' }],
      ['meetings.TurnoutRecorded', { ...common, turnout: { ...turnout, ...names }, judgement: null, previous: null }],
    ];
    yield streamOf(
      `meeting-${meetingId}`,
      facts.map(([type, data]) => ({ type, data, on: heldOn })),
      communeIds[commune]!,
    );
  }
}
