import { Gauge, type Registry } from 'prom-client';
import type { SetAside } from './aside.js';

type ViewFigures = SetAside['views'][number];
type ProcessFigures = SetAside['processes'][number];

type Gauges<Of> = Readonly<Record<string, readonly [help: string, value: (of: Of) => number]>>;
interface Labelled<Of> {
  readonly gauge: Gauge;
  readonly value: (of: Of) => number;
}

/** Under the names that the api gives their sums. */
const viewGauges: Gauges<ViewFigures> = {
  ncs_projection_parked_events: ['Events put aside because the view could not apply them', ({ parked }) => parked],
  ncs_projection_waiting_events: ['Events that wait behind them', ({ waiting }) => waiting],
  ncs_projection_parked_oldest_seconds: [
    'Age of the oldest of them; 0 when there is none',
    ({ oldestParkedAt }) => ageOf(oldestParkedAt),
  ],
};

const processGauges: Gauges<ProcessFigures> = {
  ncs_process_parked_events: ['Events put aside because the process could not take them', ({ parked }) => parked],
  ncs_process_waiting_events: ['Events that wait behind them', ({ waiting }) => waiting],
  ncs_process_parked_commands: [
    'Commands of the process put aside because they failed by a defect',
    ({ parkedCommands }) => parkedCommands,
  ],
  ncs_process_parked_oldest_seconds: [
    'Age of the oldest parked event or command; 0 when there is none',
    ({ oldestParkedAt }) => ageOf(oldestParkedAt),
  ],
  ncs_process_refused_commands: ['Commands of the process that a rule refused', ({ refused }) => refused],
  ncs_process_refused_oldest_seconds: [
    'Age of the oldest of them; 0 when there is none',
    ({ oldestRefusedAt }) => ageOf(oldestRefusedAt),
  ],
  ncs_process_retrying_commands: ['Commands that failed and are tried again by themselves', ({ retrying }) => retrying],
  ncs_process_due_commands: ['Commands that are due and not carried out yet', ({ due }) => due],
  ncs_process_due_oldest_seconds: [
    'How late the oldest of them is; 0 when there is none',
    ({ oldestDueAt }) => ageOf(oldestDueAt),
  ],
  ncs_process_retrying_letters: [
    'Letters of the last three days that could not be sent and are tried again',
    ({ retryingLetters }) => retryingLetters,
  ],
  ncs_process_given_up_letters: [
    'Letters of the last three days without an address, or refused by its server',
    ({ givenUpLetters }) => givenUpLetters,
  ],
};

/**
 * Of each live view and each process. Set before the registry is read: it reads all gauges at once, and would not wait
 * for the database.
 */
export class AsideGauges {
  private readonly ofViews: readonly Labelled<ViewFigures>[];
  private readonly ofProcesses: readonly Labelled<ProcessFigures>[];

  constructor(registry: Registry) {
    const made = <Of>(label: string, gauges: Gauges<Of>): Labelled<Of>[] =>
      Object.entries(gauges).map(([name, [help, value]]) => {
        const gauge = new Gauge({ name, help, labelNames: [label], registers: [registry] });
        return { gauge, value };
      });
    this.ofViews = made('view', viewGauges);
    this.ofProcesses = made('process', processGauges);
  }

  /** Undefined: the database does not answer. The figures are then absent, which is not 0. */
  show(aside: SetAside | undefined): void {
    for (const { gauge, value } of this.ofViews) {
      gauge.reset();
      for (const of of aside?.views ?? []) gauge.set({ view: of.view }, value(of));
    }
    for (const { gauge, value } of this.ofProcesses) {
      gauge.reset();
      for (const of of aside?.processes ?? []) gauge.set({ process: of.process }, value(of));
    }
  }
}

const ageOf = (since: Date | string | null): number =>
  since === null ? 0 : Math.max(0, (Date.now() - new Date(since).getTime()) / 1_000);
