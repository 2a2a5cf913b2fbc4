import { aggregate, event, shape } from '#kernel';

/** A process never reacts to an event that it could not take. Reason and person stand in the metadata. */
export const processEventDiscarded = event(
  'operations.ProcessEventDiscarded',
  shape<{
    /** Its name, e.g. `issue-deadlines`. */
    process: string;
    stream: string;
    revision: number;
  }>(),
);

/** A command of a process that was put aside is never carried out. Reason and person stand in the metadata. */
export const processCommandDismissed = event(
  'operations.ProcessCommandDismissed',
  shape<{
    process: string;
    commandId: string;
    /** What it would have done, e.g. `close-unit`. */
    act: string;
  }>(),
);

export interface ProcessDecision {
  readonly isTaken: boolean;
}

/** What a person decided about one event, or one command, of a process. The stream begins with the decision. */
export const processDecision = aggregate({
  name: 'processdecision',
  events: [processEventDiscarded, processCommandDismissed],
  initialState: { isTaken: false } as ProcessDecision,
  evolve: () => ({ isTaken: true }),
});
