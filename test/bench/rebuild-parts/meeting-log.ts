import { LmdbLog, prepareDataFolder, RecentIds, Staging } from '#event-node';
import type { EventToAppend, StoredEvent } from '#event-store';
import { derivedId, rootUnitId, type EventMetadata } from '#kernel';

/**
 * A log of realistic shape: three years of a province. Cells meet monthly, each with its own four cadres; every tenth
 * meeting is of one of ten busy units; every 500th meeting is a hot stream whose marks are changed 250 times. Streams
 * are short otherwise: a meeting and its attendance.
 */
const cells = 3_000;
const busyUnits = 10;
const cadres = 2_000;
const months = 36;
const hotEvery = 500;
const hotMarks = 250;
const eventsPerMeeting = 5 + hotMarks / hotEvery;
const perCommit = 2_000;

const id = (...parts: (string | number)[]): string => derivedId('bench', ...parts);
const unitIds = Array.from({ length: cells + busyUnits }, (_, n) => id('unit', n));
const cadreIds = Array.from({ length: cadres }, (_, n) => id('cadre', n));
const marks = ['present', 'late', 'excused', 'absent'] as const;

/** Lengths as of real metadata; the chain's hashes are of the right shape only. */
function metadataOf(commandId: string, n: number): EventMetadata {
  const digest = commandId.replaceAll('-', '');
  return {
    $correlationId: commandId,
    $causationId: commandId,
    commandId,
    command: 'record-meeting-attendance',
    commandDigest: digest,
    actor: { subject: cadreIds[n % cadres]!, role: 'secretary', unitId: rootUnitId },
    recordedAt: new Date(Date.UTC(2023, 0, 1) + n * 1_000).toISOString(),
    effectiveAt: '2024-09-03',
    schemaVersion: 1,
    chain: { previous: `${digest}${digest}`, hash: `${digest}${digest}` },
  };
}

function meetingEvents(n: number, meetings: number): EventToAppend[] {
  const unit = n % 10 === 0 ? cells + ((n / 10) % busyUnits) : n % cells;
  const month = Math.floor((n * months) / meetings);
  const heldOn = `${2022 + Math.floor(month / 12)}-${String((month % 12) + 1).padStart(2, '0')}-03`;
  const expectedCadreIds = [0, 1, 2, 3].map((offset) => cadreIds[(unit * 4 + offset) % cadres]!);
  const common = { meetingId: id('meeting', n), unitId: unitIds[unit]!, kind: 'regular', heldOn };
  const told: { type: string; data: EventToAppend['data'] }[] = [];
  const held = { ...common, scheduledFor: null, durationMinutes: 95, expectedCadreIds };
  told.push({ type: 'meetings.MeetingHeld', data: held });
  const mark = (cadreId: string, now: string, before: string | null) => {
    const data = { ...common, cadreId, mark: now, previousMark: before, wasExpected: true };
    told.push({ type: 'meetings.AttendanceRecorded', data });
  };
  for (const cadreId of expectedCadreIds) mark(cadreId, 'present', null);
  for (let turn = 0; n % hotEvery === 0 && turn < hotMarks; turn++) {
    mark(expectedCadreIds[turn % 4]!, marks[(1 + (turn >> 2)) % 4]!, marks[(turn >> 2) % 4]!);
  }
  return told.map((event, index) => {
    const eventId = id('event', n, index);
    return { id: eventId, ...event, metadata: metadataOf(eventId, n) };
  });
}

/** Exactly `count` events, in the log's order, with their streams. */
export function* logOf(count: number): Generator<{ readonly stream: string; readonly event: EventToAppend }> {
  const meetings = Math.ceil(count / eventsPerMeeting);
  let left = count;
  for (let n = 0; left > 0; n++) {
    const stream = `meeting-${id('meeting', n)}`;
    for (const event of meetingEvents(n, meetings)) {
      if (left-- <= 0) return;
      yield { stream, event };
    }
  }
}

/** Writes the log as the node's own writer does, before the node starts: through the API it would take an hour. */
export async function fillFolder(folder: string, count: number): Promise<void> {
  const log = new LmdbLog(prepareDataFolder(folder));
  const recent = new RecentIds();
  let staging = new Staging(log, recent, Date.now());
  let staged = 0;
  for (const { stream, event } of logOf(count)) {
    const [data, metadata] = [event.data, event.metadata].map((part) => Buffer.from(JSON.stringify(part)));
    staging.append(stream, { id: event.id, type: event.type, isJson: true, data: data!, metadata: metadata! });
    if (++staged % perCommit !== 0) continue;
    await log.commit(staging.batch);
    staging = new Staging(log, recent, Date.now());
  }
  if (!staging.isEmpty) await log.commit(staging.batch);
  await log.close();
}

/** The same events as JSON text, in slices that a fold's own memory hardly notices. */
export function* textsOf(count: number, slice: number): Generator<string[]> {
  let texts: string[] = [];
  for (const { stream, event } of logOf(count)) {
    const stored: Omit<StoredEvent, 'position'> = { ...event, stream, revision: 0, created: event.metadata.recordedAt };
    texts.push(JSON.stringify(stored));
    if (texts.length < slice) continue;
    yield texts;
    texts = [];
  }
  yield texts;
}
