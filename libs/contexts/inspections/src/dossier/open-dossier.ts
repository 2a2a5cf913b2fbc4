import { act, Command, DomainError } from '#kernel';
import { Decision, IsDecision, IsLine } from '#platform';
import { IsUUID } from 'class-validator';
import { dossier, dossierOpened } from './dossier.js';

export class OpenDossier extends Command {
  @IsUUID() dossierId!: string;
  /** The unit inspected; it may be dissolved by now. */
  @IsUUID() unitId!: string;
  @IsLine(300) title!: string;
  /** The decision to inspect. */
  @IsDecision() decision!: Decision;
}

export const openDossier = act({
  name: 'open-dossier',
  summary: { vi: 'Mở hồ sơ kiểm tra', en: 'Open an inspection dossier' },
  command: OpenDossier,
  aggregate: dossier,
  roles: ['inspector'],
  id: (command) => command.dossierId,
  unit: (command) => command.unitId,

  decide({ dossierId, unitId, title }, state, { actor }) {
    if (state.status !== 'none') throw new DomainError('dossier.exists', { dossierId });
    return [dossierOpened({ dossierId, unitId, title, openedBy: actor.subject })];
  },
});
