import { comparePositions, dateOf, type LocalDate, type RecordedEvent } from '#kernel';

/** Two dates of one history: both left out, it is the history as it stands. Days in Vietnam, to their end. */
export interface AsOf {
  /** Only what had been recorded by then: as it was known. */
  readonly knownOn?: LocalDate | undefined;
  /** Only what holds from then or earlier, whenever it was recorded: as it was. */
  readonly heldOn?: LocalDate | undefined;
}

/** Streams of those whom an event names, e.g. `cadre-<id>`. */
export type NamedStreams = (event: RecordedEvent) => readonly string[];

/**
 * The events that count as of two dates, in the order in which they are folded, from events in the order of recording.
 *
 * `knownOn` leaves out what was recorded later and keeps the order: a prefix of the log. `heldOn` leaves out what holds
 * only later, and folds what is left by the day from which it holds, not by the day on which somebody got round to
 * entering it; first events of streams come before all others. One exception: the first event of somebody whom a fact
 * names and who was entered without saying since when (a cadre registered after the first assignment) counts from that
 * fact on. Pure.
 */
export function selectAsOf(
  events: readonly RecordedEvent[],
  { knownOn, heldOn }: AsOf,
  namedBy: NamedStreams = () => [],
): readonly RecordedEvent[] {
  const known = knownOn === undefined ? events : events.filter((event) => recordedOn(event) <= knownOn);
  if (heldOn === undefined) return known;
  const chosen = new Set(known.filter((event) => heldFrom(event) <= heldOn));
  for (const event of namedWithoutDay(known, chosen, namedBy)) chosen.add(event);
  return [...chosen].sort(byDayHeld);
}

export const recordedOn = ({ metadata }: RecordedEvent): LocalDate => dateOf(metadata.recordedAt);
export const heldFrom = ({ metadata }: RecordedEvent): LocalDate => dateOf(metadata.effectiveAt);

function* namedWithoutDay(
  known: readonly RecordedEvent[],
  chosen: ReadonlySet<RecordedEvent>,
  namedBy: NamedStreams,
): Generator<RecordedEvent> {
  const late = new Map<string, RecordedEvent>();
  for (const event of known) {
    const isUndated = event.revision === 0 && heldFrom(event) === recordedOn(event);
    if (isUndated && !chosen.has(event)) late.set(event.stream, event);
  }
  const naming = late.size > 0 ? [...chosen] : [];
  for (let event = naming.pop(); event; event = naming.pop()) {
    for (const stream of namedBy(event)) {
      const named = stream === event.stream ? undefined : late.get(stream);
      if (!named) continue;
      late.delete(stream);
      naming.push(named);
      yield named;
    }
  }
}

function byDayHeld(a: RecordedEvent, b: RecordedEvent): number {
  const isFirst = Number(b.revision === 0) - Number(a.revision === 0);
  if (isFirst !== 0 || a.revision === 0) return isFirst || comparePositions(a.position, b.position);
  const [dayA, dayB] = [heldFrom(a), heldFrom(b)];
  return dayA === dayB ? comparePositions(a.position, b.position) : dayA < dayB ? -1 : 1;
}
