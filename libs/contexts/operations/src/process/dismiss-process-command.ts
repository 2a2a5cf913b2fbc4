import { act, Command, derivedId, rootUnitId } from '#kernel';
import { IsLine } from '#platform';
import { IsUUID, Matches } from 'class-validator';
import { processCommandDismissed, processDecision } from './process-decisions.js';

export class DismissProcessCommand extends Command {
  @Matches(/^[a-z][a-z0-9-]{0,62}$/) process!: string;
  @IsUUID() commandId!: string;
  /** What the command would have done. */
  @Matches(/^[a-z][a-z0-9-]{0,62}$/) act!: string;
  /** Why nobody needs to carry it out any more. */
  @IsLine(2000) reason!: string;
}

/** One that waits for a person, because a rule refused it or it failed by a defect. One that went through stays done. */
export const dismissProcessCommand = act({
  name: 'dismiss-process-command',
  summary: {
    vi: 'Bỏ qua một việc mà quy trình tự động không thực hiện được',
    en: 'Let be a command that a process could not carry out',
  },
  command: DismissProcessCommand,
  aggregate: processDecision,
  roles: ['admin', 'system'],
  id: ({ commandId }) => derivedId('process-command', commandId),
  unit: () => rootUnitId,

  decide({ act: name, commandId, process }, { isTaken }) {
    return isTaken ? [] : [processCommandDismissed({ process, commandId, act: name })];
  },
});
