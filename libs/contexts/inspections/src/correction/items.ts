import { DomainError, type EventOrigin, type Reader } from '#kernel';
import { IsLine } from '#platform';
import { Type } from 'class-transformer';
import { IsInt, IsObject, Max, Min, ValidateNested } from 'class-validator';
import { correctionItemsAdded, type CitedEvent, type Correction } from './correction.js';

/** More come with `add-correction-items`. */
export const itemsAtOnce = 200;
/** One dry run and one application hold all of them in memory. */
export const itemsAtMost = 5_000;

export class WrongEvent {
  @IsLine(200) stream!: string;
  @IsInt() @Min(0) @Max(1_000_000) revision!: number;
}

/** One correcting command, and the event that was wrong. */
export class CorrectionEntry {
  /** E.g. `record-meeting-attendance`. */
  @IsLine(100) act!: string;
  /** As it would be sent to the act. */
  @IsObject() body!: object;
  @IsObject() @ValidateNested() @Type(() => WrongEvent) corrects!: WrongEvent;
}

const readsAtOnce = 16;

/** Who entered the events at these places, in their order. */
export async function originsOf(read: Reader, places: readonly WrongEvent[]): Promise<(EventOrigin | undefined)[]> {
  const origins: (EventOrigin | undefined)[] = [];
  for (let from = 0; from < places.length; from += readsAtOnce) {
    const some = places.slice(from, from + readsAtOnce);
    origins.push(...(await Promise.all(some.map(({ stream, revision }) => read.origin(stream, revision)))));
  }
  return origins;
}

/** @throws DomainError when an event is not there, or is itself about inspections */
export function itemsAdded(
  where: { readonly correctionId: string; readonly unitId: string; readonly addedBy: string },
  state: Correction,
  items: readonly CorrectionEntry[],
  origins: readonly (EventOrigin | undefined)[],
) {
  const from = state.items.length;
  if (from + items.length > itemsAtMost) throw new DomainError('correction.too-many-items', { limit: itemsAtMost });
  const cited = items.map(({ corrects: { stream, revision } }, index): CitedEvent => {
    const origin = origins[index];
    const item = from + index;
    if (!origin) throw new DomainError('correction.event-unknown', { item, stream, revision });
    const { eventId, type, actor, effectiveAt, unitId } = origin;
    if (type.startsWith('inspections.')) throw new DomainError('correction.not-correctable', { item, type });
    return { stream, revision, eventId, type, enteredBy: actor.subject, effectiveAt, unitId: unitId ?? null };
  });
  const commands = items.map(({ act, body }) => ({ act, body }));
  return correctionItemsAdded({ ...where, from, cited, commands });
}
