import { act, Command } from '#kernel';
import { IsInt, IsString, IsUUID, Min } from 'class-validator';
import { correction, correctionApplied } from './correction.js';
import { expectStatus } from './step.js';

export class RecordApplication extends Command {
  @IsUUID() correctionId!: string;
  @IsInt() @Min(0) events!: number;
  /** Of the last correcting event. */
  @IsString() position!: string;
}

/** Made by the system once every command of the correction was carried out. */
export const recordApplication = act({
  name: 'record-application',
  summary: { vi: 'Ghi nhận đã thực hiện đính chính', en: 'Record that a correction was carried out' },
  command: RecordApplication,
  aggregate: correction,
  roles: ['system'],
  id: (command) => command.correctionId,
  unit: (_command, state) => state.unitId,

  decide({ correctionId, events, position }, state) {
    expectStatus(state, correctionId, 'approved');
    const { dryRunId } = state.dryRun!;
    return [correctionApplied({ correctionId, unitId: state.unitId!, dryRunId, events, position })];
  },
});
