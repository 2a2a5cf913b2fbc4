import { act, Command, DomainError } from '#kernel';
import { Decision, IsDecision, IsLine } from '#platform';
import { Type } from 'class-transformer';
import { ArrayMaxSize, ArrayMinSize, IsArray, IsOptional, IsUUID, ValidateNested } from 'class-validator';
import { correction, correctionRequested } from './correction.js';
import { CorrectionEntry, itemsAdded, itemsAtOnce, originsOf } from './items.js';

export class RequestCorrection extends Command {
  @IsUUID() correctionId!: string;
  /** Everything that is corrected lies in this unit's subtree. */
  @IsUUID() unitId!: string;
  /** What is wrong, and what is right; no personal data. */
  @IsLine(2000) statement!: string;
  /** Where it can be seen: minutes, files, letters, by their numbers. */
  @IsArray() @ArrayMinSize(1) @ArrayMaxSize(50) @IsLine(500, { each: true }) evidence!: string[];
  /** By whose authority. */
  @IsDecision() decision!: Decision;
  /** The inspection that ordered it. */
  @IsOptional() @IsUUID() dossierId?: string;
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(itemsAtOnce)
  @ValidateNested({ each: true })
  @Type(() => CorrectionEntry)
  items?: CorrectionEntry[];
}

/**
 * A correction (điều chỉnh, đính chính) is never an edit: it asks for ordinary commands of the context that owns the
 * fact. The wrong event stays, and the events of those commands name it.
 */
export const requestCorrection = act({
  name: 'request-correction',
  summary: { vi: 'Đề nghị đính chính dữ liệu', en: 'Request a correction of recorded facts' },
  command: RequestCorrection,
  aggregate: correction,
  roles: ['inspector', 'office', 'admin'],
  id: (command) => command.correctionId,
  unit: (command) => command.unitId,

  facts: async (command, _state, read) => ({
    origins: await originsOf(
      read,
      (command.items ?? []).map(({ corrects }) => corrects),
    ),
  }),

  decide({ correctionId, unitId, statement, evidence, dossierId, items = [] }, state, { actor, facts }) {
    if (state.status !== 'none') throw new DomainError('correction.exists', { correctionId });
    const requestedBy = actor.subject;
    const requested = correctionRequested({
      correctionId,
      unitId,
      statement,
      evidence,
      dossierId: dossierId ?? null,
      requestedBy,
    });
    if (items.length === 0) return [requested];
    return [requested, itemsAdded({ correctionId, unitId, addedBy: requestedBy }, state, items, facts.origins)];
  },
});
