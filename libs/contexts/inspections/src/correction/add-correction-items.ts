import { act, Command, DomainError } from '#kernel';
import { Type } from 'class-transformer';
import { ArrayMaxSize, ArrayMinSize, IsArray, IsInt, IsUUID, Max, Min, ValidateNested } from 'class-validator';
import { correction } from './correction.js';
import { CorrectionEntry, itemsAdded, itemsAtMost, itemsAtOnce, originsOf } from './items.js';
import { expectStatus, refusePartlyApplied } from './step.js';

export class AddCorrectionItems extends Command {
  @IsUUID() correctionId!: string;
  /** How many items there are already: two who add at the same time are told apart. */
  @IsInt() @Min(0) @Max(itemsAtMost) from!: number;
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(itemsAtOnce)
  @ValidateNested({ each: true })
  @Type(() => CorrectionEntry)
  items!: CorrectionEntry[];
}

/** What a dry run found before no longer counts. */
export const addCorrectionItems = act({
  name: 'add-correction-items',
  summary: { vi: 'Thêm nội dung cần đính chính', en: 'Add items to a requested correction' },
  command: AddCorrectionItems,
  aggregate: correction,
  roles: ['inspector', 'office', 'admin'],
  id: (command) => command.correctionId,
  unit: (_command, state) => state.unitId,

  facts: async (command, _state, read) => ({
    origins: await originsOf(
      read,
      command.items.map(({ corrects }) => corrects),
    ),
  }),

  decide({ correctionId, from, items }, state, { actor, facts }) {
    expectStatus(state, correctionId, 'requested', 'rehearsed');
    refusePartlyApplied(state);
    if (from !== state.items.length) throw new DomainError('correction.items-moved', { items: state.items.length });
    return [itemsAdded({ correctionId, unitId: state.unitId!, addedBy: actor.subject }, state, items, facts.origins)];
  },
});
