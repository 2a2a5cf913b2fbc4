import { act, Command, DomainError } from '#kernel';
import { IsLine } from '#platform';
import { Type } from 'class-transformer';
import { IsArray, IsHexadecimal, IsInt, IsOptional, IsString, IsUUID, Min, ValidateNested } from 'class-validator';
import { correction, correctionRehearsed } from './correction.js';
import { expectStatus } from './step.js';

export class RehearsedView {
  @IsLine(100) view!: string;
  @IsInt() @Min(0) changed!: number;
  @IsInt() @Min(0) added!: number;
}

export class RecordDryRun extends Command {
  @IsUUID() correctionId!: string;
  @IsUUID() dryRunId!: string;
  /** Items that were rehearsed. */
  @IsInt() @Min(1) items!: number;
  @IsOptional() @IsString() position?: string;
  /** By item: revision of its stream, number of events; one list for all: r₀ e₀ r₁ e₁ … */
  @IsArray() @IsInt({ each: true }) decidedOn!: number[];
  @IsHexadecimal() eventsDigest!: string;
  @IsHexadecimal() rowsDigest!: string;
  @IsArray() @ValidateNested({ each: true }) @Type(() => RehearsedView) views!: RehearsedView[];
}

/** Made by the system itself when somebody asks for a dry run. */
export const recordDryRun = act({
  name: 'record-dry-run',
  summary: { vi: 'Ghi kết quả chạy thử đính chính', en: "Record what a correction's dry run found" },
  command: RecordDryRun,
  aggregate: correction,
  roles: ['system'],
  id: (command) => command.correctionId,
  unit: (_command, state) => state.unitId,

  decide({ correctionId, dryRunId, items, position, decidedOn, eventsDigest, rowsDigest, views }, state) {
    expectStatus(state, correctionId, 'requested', 'rehearsed');
    if (items !== state.items.length) throw new DomainError('correction.items-moved', { items: state.items.length });
    const pairs = Array.from({ length: items }, (_, item) => [decidedOn[2 * item]!, decidedOn[2 * item + 1]!] as const);
    return [
      correctionRehearsed({
        correctionId,
        unitId: state.unitId!,
        dryRunId,
        position: position ?? null,
        decidedOn: pairs,
        eventsDigest,
        rowsDigest,
        views: views.map(({ view, changed, added }) => ({ view, changed, added })),
      }),
    ];
  },
});
