import { act, Command, derivedId, rootUnitId } from '#kernel';
import { IsLine } from '#platform';
import { IsInt, Matches, Min } from 'class-validator';
import { processDecision, processEventDiscarded } from './process-decisions.js';

export class DiscardProcessEvent extends Command {
  @Matches(/^[a-z][a-z0-9-]{0,62}$/) process!: string;
  @IsLine(300) stream!: string;
  @IsInt() @Min(0) revision!: number;
  /** Why the process shall never react to this event. */
  @IsLine(2000) reason!: string;
}

/**
 * The event itself stays in the store, and so does what other processes made of it. What waited behind it is taken. An
 * event that the process took before it reads the decision is not undone.
 */
export const discardProcessEvent = act({
  name: 'discard-process-event',
  summary: {
    vi: 'Bỏ qua một sự kiện mà quy trình tự động không xử lý được',
    en: 'Pass over an event that a process can not take',
  },
  command: DiscardProcessEvent,
  aggregate: processDecision,
  roles: ['admin', 'system'],
  id: ({ process, stream, revision }) => derivedId('process-event', process, stream, revision),
  unit: () => rootUnitId,

  decide({ process, stream, revision }, { isTaken }) {
    return isTaken ? [] : [processEventDiscarded({ process, stream, revision })];
  },
});
