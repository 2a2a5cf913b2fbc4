import { act, Command } from '#kernel';
import { IsLine } from '#platform';
import { IsInt, IsUUID, Min } from 'class-validator';
import { correction, correctionOutdated } from './correction.js';
import { expectStatus } from './step.js';

export class OutdateCorrection extends Command {
  @IsUUID() correctionId!: string;
  /** Why it can't be carried out as approved: the code of the refusal. */
  @IsLine(100) code!: string;
  @IsInt() @Min(0) applied!: number;
}

/** Made by the system when the facts moved after the dry run: nothing else happens than what was approved. */
export const outdateCorrection = act({
  name: 'outdate-correction',
  summary: { vi: 'Kết quả chạy thử không còn đúng', en: 'Record that a dry run no longer holds' },
  command: OutdateCorrection,
  aggregate: correction,
  roles: ['system'],
  id: (command) => command.correctionId,
  unit: (_command, state) => state.unitId,

  decide({ correctionId, code, applied }, state) {
    expectStatus(state, correctionId, 'approved');
    return [
      correctionOutdated({ correctionId, unitId: state.unitId!, dryRunId: state.dryRun!.dryRunId, code, applied }),
    ];
  },
});
