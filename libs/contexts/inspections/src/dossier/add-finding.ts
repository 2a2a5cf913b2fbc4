import { act, Command, DomainError } from '#kernel';
import { IsLine } from '#platform';
import { ArrayMaxSize, IsArray, IsOptional, IsUUID } from 'class-validator';
import { dossier, findingAdded } from './dossier.js';
import { refuseUnlessOpen } from './open-state.js';

export class AddFinding extends Command {
  @IsUUID() dossierId!: string;
  @IsUUID() findingId!: string;
  @IsLine(10_000) text!: string;
  /** Ids of cited events that it rests on. */
  @IsOptional() @IsArray() @ArrayMaxSize(200) @IsUUID(undefined, { each: true }) events?: string[];
}

export const addFinding = act({
  name: 'add-finding',
  summary: { vi: 'Ghi kết quả kiểm tra', en: 'Add a finding to a dossier' },
  command: AddFinding,
  aggregate: dossier,
  roles: ['inspector'],
  id: (command) => command.dossierId,
  unit: (_command, state) => state.unitId,

  decide({ dossierId, findingId, text, events = [] }, state) {
    refuseUnlessOpen(state, dossierId);
    if (state.findingIds.includes(findingId)) throw new DomainError('dossier.finding-exists', { findingId });
    const cited = new Set(state.cited.map(({ eventId }) => eventId));
    const missing = events.find((eventId) => !cited.has(eventId));
    if (missing !== undefined) throw new DomainError('dossier.event-not-cited', { eventId: missing });
    return [findingAdded({ dossierId, unitId: state.unitId!, findingId, text, events })];
  },
});
