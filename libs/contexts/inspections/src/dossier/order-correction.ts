import { act, Command, DomainError } from '#kernel';
import { IsLine } from '#platform';
import { IsUUID } from 'class-validator';
import { correctionOrdered, dossier } from './dossier.js';
import { refuseUnlessOpen } from './open-state.js';

export class OrderCorrection extends Command {
  @IsUUID() dossierId!: string;
  @IsUUID() findingId!: string;
  /** Id under which the correction is to be requested. */
  @IsUUID() correctionId!: string;
  @IsLine(2_000) text!: string;
}

export const orderCorrection = act({
  name: 'order-correction',
  summary: { vi: 'Yêu cầu đính chính', en: 'Order a correction because of a finding' },
  command: OrderCorrection,
  aggregate: dossier,
  roles: ['inspector'],
  id: (command) => command.dossierId,
  unit: (_command, state) => state.unitId,

  decide({ dossierId, findingId, correctionId, text }, state) {
    refuseUnlessOpen(state, dossierId);
    if (!state.findingIds.includes(findingId)) throw new DomainError('dossier.finding-unknown', { findingId });
    if (state.correctionIds.includes(correctionId))
      throw new DomainError('dossier.correction-ordered', { correctionId });
    return [correctionOrdered({ dossierId, unitId: state.unitId!, correctionId, findingId, text })];
  },
});
