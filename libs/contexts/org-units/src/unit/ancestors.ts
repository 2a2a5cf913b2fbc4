import { rootUnitId, type LocalDate, type Reader } from '#kernel';
import { unitRecord, type UnitRecord } from './unit.js';

/** No tree of Party organisations is deeper; more means that concurrent moves made a ring. */
const maxDepth = 64;

export interface PlacedUnit {
  readonly unitId: string;
  readonly record: UnitRecord;
}

/**
 * A unit and the units above it as the tree stands today, nearest first, from their streams: above a closed unit stands
 * the one successor that keeps its records. The root has no record and is left out; empty when the unit is the root or
 * unknown.
 */
export const lineage = (read: Reader, unitId: string): Promise<readonly PlacedUnit[]> =>
  climb(read, unitId, ({ aboveId }) => aboveId);

/** A unit and the units above it as the tree stood on a day, nearest first; before its first day as on that. */
export const lineageOn = (read: Reader, unitId: string, day: LocalDate): Promise<readonly PlacedUnit[]> =>
  climb(read, unitId, (record) => parentOn(record, day));

/** The unit directly above on a day; before its first day as on that, after its last as on that. */
export const parentOn = ({ places }: UnitRecord, day: LocalDate): string | undefined =>
  (places.findLast(({ since }) => since <= day) ?? places[0])?.parentId;

async function climb(
  read: Reader,
  unitId: string,
  above: (record: UnitRecord) => string | undefined,
): Promise<readonly PlacedUnit[]> {
  const line: PlacedUnit[] = [];
  let next: string | undefined = unitId;
  while (next !== undefined && next !== rootUnitId && line.length < maxDepth) {
    const record: UnitRecord = await read.state(unitRecord, next);
    if (record.status === 'none') break;
    line.push({ unitId: next, record });
    next = above(record);
  }
  return line;
}
