import { act, Command } from '#kernel';
import { IsLine } from '#platform';
import { Type } from 'class-transformer';
import { IsArray, IsBoolean, IsInt, IsUUID, Min, ValidateNested } from 'class-validator';
import { correction, correctionClosed, correctionVerified } from './correction.js';
import { expectStatus } from './step.js';

export class CheckedView {
  @IsLine(100) view!: string;
  @IsInt() @Min(0) touched!: number;
  @IsInt() @Min(0) rehearsed!: number;
  @IsInt() @Min(0) asRehearsed!: number;
  @IsInt() @Min(0) wrong!: number;
  @IsInt() @Min(0) unforeseen!: number;
}

export class RecordVerification extends Command {
  @IsUUID() correctionId!: string;
  @IsBoolean() eventsAsRehearsed!: boolean;
  @IsArray() @ValidateNested({ each: true }) @Type(() => CheckedView) views!: CheckedView[];
}

/** Made by the system when the views hold the correction. A row that is not as it must be keeps the case open. */
export const recordVerification = act({
  name: 'record-verification',
  summary: { vi: 'Ghi kết quả kiểm tra sau đính chính', en: 'Record the verification of a correction' },
  command: RecordVerification,
  aggregate: correction,
  roles: ['system'],
  id: (command) => command.correctionId,
  unit: (_command, state) => state.unitId,

  decide({ correctionId, eventsAsRehearsed, views }, state, { today }) {
    expectStatus(state, correctionId, 'applied');
    const unitId = state.unitId!;
    const isExact = eventsAsRehearsed && views.every(({ wrong, unforeseen }) => wrong === 0 && unforeseen === 0);
    const plain = views.map((view) => ({ ...view }));
    const verified = correctionVerified({ correctionId, unitId, isExact, eventsAsRehearsed, views: plain });
    return isExact ? [verified, correctionClosed({ correctionId, unitId, closedOn: today })] : [verified];
  },
});
