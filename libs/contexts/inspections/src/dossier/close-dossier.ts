import { act, Command, DomainError } from '#kernel';
import { IsLine } from '#platform';
import { IsUUID } from 'class-validator';
import { correction } from '../correction/correction.js';
import { dossier, dossierClosed } from './dossier.js';
import { refuseUnlessOpen } from './open-state.js';

export class CloseDossier extends Command {
  @IsUUID() dossierId!: string;
  @IsLine(10_000) conclusion!: string;
}

const ended: readonly string[] = ['closed', 'rejected', 'withdrawn'];

/** Every correction that it ordered must have come to its end. */
export const closeDossier = act({
  name: 'close-dossier',
  summary: { vi: 'Kết thúc hồ sơ kiểm tra', en: 'Close an inspection dossier' },
  command: CloseDossier,
  aggregate: dossier,
  roles: ['inspector'],
  id: (command) => command.dossierId,
  unit: (_command, state) => state.unitId,

  async facts(_command, { correctionIds }, read) {
    const states = await Promise.all(correctionIds.map((id) => read.state(correction, id)));
    return { open: correctionIds.filter((_, index) => !ended.includes(states[index]!.status)) };
  },

  decide({ dossierId, conclusion }, state, { facts, today }) {
    refuseUnlessOpen(state, dossierId);
    if (facts.open.length > 0) throw new DomainError('dossier.corrections-open', { correctionIds: facts.open });
    return [dossierClosed({ dossierId, unitId: state.unitId!, conclusion, closedOn: today })];
  },
});
