import { act, Command, DomainError } from '#kernel';
import { Type } from 'class-transformer';
import { ArrayMaxSize, ArrayMinSize, IsArray, IsUUID, ValidateNested } from 'class-validator';
import { originsOf, WrongEvent } from '../correction/items.js';
import { dossier, eventsCited } from './dossier.js';
import { refuseUnlessOpen } from './open-state.js';

const citedAtMost = 2_000;

/** Of any stream, by its place. */
export class CitedPlace extends WrongEvent {}

export class CiteEvents extends Command {
  @IsUUID() dossierId!: string;
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(200)
  @ValidateNested({ each: true })
  @Type(() => CitedPlace)
  events!: CitedPlace[];
}

/** What is cited already is passed over. */
export const citeEvents = act({
  name: 'cite-events',
  summary: { vi: 'Trích dẫn sự kiện vào hồ sơ', en: 'Cite events in a dossier' },
  command: CiteEvents,
  aggregate: dossier,
  roles: ['inspector'],
  id: (command) => command.dossierId,
  unit: (_command, state) => state.unitId,

  facts: async ({ events }, _state, read) => ({ origins: await originsOf(read, events) }),

  decide({ dossierId, events }, state, { facts }) {
    refuseUnlessOpen(state, dossierId);
    const known = new Set(state.cited.map(({ eventId }) => eventId));
    const cited = events.flatMap(({ stream, revision }, index) => {
      const origin = facts.origins[index];
      if (!origin) throw new DomainError('dossier.event-unknown', { stream, revision });
      const { eventId, type } = origin;
      if (known.has(eventId)) return [];
      known.add(eventId);
      return [{ stream, revision, eventId, type }];
    });
    if (known.size > citedAtMost) throw new DomainError('dossier.too-many-events', { limit: citedAtMost });
    return cited.length === 0 ? [] : [eventsCited({ dossierId, unitId: state.unitId!, cited })];
  },
});
