import { comparePositions, DomainError, type Position } from '#kernel';
import type { Submit } from './submit.js';

export interface Step {
  readonly act: string;
  readonly body: Readonly<Record<string, unknown>>;
  readonly commandId: string;
}

/** What became of some commands. */
export interface StepsReport {
  /** Wrote something now. */
  readonly applied: number;
  /** Had been carried out before, or changed nothing. */
  readonly unchanged: number;
  readonly refused: readonly { readonly step: Step; readonly error: DomainError }[];
  /** Of the last event written. */
  readonly position: Position | undefined;
}

/** Enough to fill the store's group commits. */
const concurrency = 48;

/** Commands side by side. A refusal is reported and stops no other; an outage stops all and is thrown. */
export async function runSteps(
  steps: readonly Step[],
  submit: Submit,
  onDone: () => void = () => undefined,
): Promise<StepsReport> {
  const refused: { step: Step; error: DomainError }[] = [];
  let [applied, unchanged] = [0, 0];
  let position: Position | undefined;
  let isBroken = false;
  const queue = steps.values();
  const work = async (): Promise<void> => {
    for (const step of queue) {
      if (isBroken) return;
      try {
        const receipt = await submit(step.act, step.body, step.commandId);
        if (receipt.replayed || receipt.events.length === 0) unchanged++;
        else applied++;
        if (receipt.position && (!position || comparePositions(position, receipt.position) < 0)) {
          position = receipt.position;
        }
      } catch (error) {
        if (!(error instanceof DomainError)) {
          isBroken = true;
          throw error;
        }
        refused.push({ step, error });
      }
      onDone();
    }
  };
  const outcomes = await Promise.allSettled(Array.from({ length: concurrency }, work));
  const failure = outcomes.find((outcome) => outcome.status === 'rejected');
  if (failure) throw failure.reason;
  return { applied, unchanged, refused, position };
}

export const sumOf = (reports: readonly StepsReport[]): StepsReport => ({
  applied: reports.reduce((sum, report) => sum + report.applied, 0),
  unchanged: reports.reduce((sum, report) => sum + report.unchanged, 0),
  refused: reports.flatMap((report) => report.refused),
  position: reports.reduce<Position | undefined>(
    (last, { position }) => (!last || (position && comparePositions(last, position) < 0) ? (position ?? last) : last),
    undefined,
  ),
});
