import { assignedOn, roster } from '#contexts/assignments/contracts';
import type { LocalDate, Reader } from '#kernel';
import { kindsExpectingCadres, type MeetingKind } from './vocabulary.js';

/** Cadres assigned to the unit on that day, each once; none for a kind of meeting that expects none. */
export async function expectedCadres(
  read: Reader,
  unitId: string | undefined,
  kind: MeetingKind | undefined,
  day: LocalDate,
): Promise<readonly string[]> {
  if (unitId === undefined || kind === undefined || !kindsExpectingCadres.includes(kind)) return [];
  return [...new Set(assignedOn(await read.state(roster, unitId), day))];
}
