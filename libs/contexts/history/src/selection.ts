import { rootUnitId, type EventMetadata, type JsonObject, type LocalDate } from '#kernel';
import { empty, sql, type Sql } from '#projections';

/** A row of the statements below. */
export interface EventRow {
  readonly commit_position: string;
  readonly prepare_position: string;
  readonly event_id: string;
  readonly event_type: string;
  readonly stream: string;
  readonly revision: number;
  readonly data: JsonObject;
  readonly data_version: number;
  readonly metadata: EventMetadata;
}

/** Which events of those found; types left out: all. */
export interface Wanted {
  readonly types?: readonly string[] | undefined;
  /** Recorded until the end of this day in Vietnam. */
  readonly knownOn?: LocalDate | undefined;
  /** At most so many rows. */
  readonly limit: number;
}

const columns = sql`e.commit_position, e.prepare_position, e.event_id, e.event_type, e.stream, e.revision,
                    e.data, e.data_version, e.metadata`;
const inOrder = (limit: number): Sql => sql`ORDER BY e.commit_position, e.prepare_position LIMIT ${limit}`;

const wanted = ({ types, knownOn }: Wanted): Sql => sql`
  ${types ? sql`AND e.event_type = ANY (${types})` : empty}
  ${knownOn ? sql`AND e.recorded_at < ${`${knownOn}T00:00:00+07:00`}::timestamptz + interval '1 day'` : empty}`;

/** The whole history. */
const allEvents = (which: Wanted): Sql =>
  sql`SELECT ${columns} FROM history_events e WHERE true ${wanted(which)} ${inOrder(which.limit)}`;

/** All events of some streams. */
export const eventsOfStreams = (streams: readonly string[], which: Wanted): Sql =>
  sql`SELECT ${columns} FROM history_events e WHERE e.stream = ANY (${streams}) ${wanted(which)} ${inOrder(which.limit)}`;

/** Streams in which an event names one of the subjects, as `stream`. */
export const streamsAbout = (kind: string, ids: readonly string[]): Sql =>
  sql`SELECT DISTINCT t.stream FROM timeline t WHERE t.subject_kind = ${kind} AND t.subject_id = ANY (${ids})`;

/**
 * All events of the streams that concern a unit or whatever ever lay below it, and what the units above it were told of
 * themselves: a campaign or a rule of a superior counts for those below.
 */
export const eventsUnder = (unitId: string, which: Wanted): Sql =>
  unitId === rootUnitId
    ? allEvents(which)
    : sql`
  WITH RECURSIVE below(unit_id) AS (
      SELECT ${unitId}::uuid
       UNION
      SELECT l.below_id FROM below b JOIN unit_links l ON l.above_id = b.unit_id
  ), above(unit_id) AS (
      SELECT ${unitId}::uuid
       UNION
      SELECT l.above_id FROM above a JOIN unit_links l ON l.below_id = a.unit_id
  )
  SELECT ${columns} FROM history_events e
   WHERE e.stream = ANY (ARRAY(
           SELECT t.stream FROM timeline t
            WHERE t.subject_kind = 'unit' AND t.subject_id = ANY (ARRAY(SELECT unit_id::text FROM below))
            UNION
           SELECT s.stream FROM history_events s
            WHERE s.unit_id = ANY (ARRAY(SELECT unit_id FROM above))
              ${which.types ? sql`AND s.event_type = ANY (${which.types})` : empty}))
     ${wanted(which)} ${inOrder(which.limit)}`;

/** Everything that one request or process led to, of which the event is a part. */
export const causesOf = (eventId: string, limit: number): Sql => sql`
  SELECT ${columns} FROM history_events e
   WHERE e.correlation_id = (SELECT c.correlation_id FROM history_events c WHERE c.event_id = ${eventId}::uuid)
   ${inOrder(limit)}`;
