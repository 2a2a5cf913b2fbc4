import { EventStoreUnavailableError } from '#event-store';
import { DomainError } from '#kernel';
import { readStatus } from '#projections';
import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';
import type { DataSource } from 'typeorm';

export type CommandOutcome = 'accepted' | 'replayed' | 'refused' | 'unavailable' | 'failed';

const seconds = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

/** What Prometheus reads at `/metrics`. One registry per application, so that tests can run several. */
export class Metrics {
  readonly registry = new Registry();

  private readonly commands = new Histogram({
    name: 'ncs_command_seconds',
    help: 'Time of a command from its validation to the durable append, by act and outcome',
    labelNames: ['act', 'outcome'],
    buckets: seconds,
    registers: [this.registry],
  });
  private readonly requests = new Histogram({
    name: 'ncs_http_request_seconds',
    help: 'Time of a request by route pattern, method and status',
    labelNames: ['route', 'method', 'status'],
    buckets: seconds,
    registers: [this.registry],
  });
  private readonly rows = new Counter({
    name: 'ncs_bulk_rows_total',
    help: 'Rows of files by act and what became of them',
    labelNames: ['act', 'status'],
    registers: [this.registry],
  });

  constructor(dataSource: DataSource) {
    collectDefaultMetrics({ register: this.registry });
    const gauge = (name: string, help: string) => new Gauge({ name, help, registers: [this.registry] });
    const lagSeconds = gauge('ncs_projection_lag_seconds', 'Age of the oldest event that the views do not show yet');
    const parked = gauge('ncs_projection_parked_events', 'Events put aside because a view could not apply them');
    const waiting = gauge('ncs_projection_waiting_events', 'Events that wait behind them');
    const oldest = gauge('ncs_projection_parked_oldest_seconds', 'Age of the oldest of them; 0 when there is none');
    new Gauge({
      name: 'ncs_projection_lag_events',
      help: 'Events that the views do not show yet',
      registers: [this.registry],
      async collect() {
        const status = await readStatus(dataSource);
        this.set(status.lagEvents ?? NaN);
        lagSeconds.set(status.lagSeconds ?? NaN);
        parked.set(status.parked);
        waiting.set(status.waiting);
        oldest.set(status.oldestParkedAt ? (Date.now() - Date.parse(status.oldestParkedAt)) / 1_000 : 0);
      },
    });
  }

  /** `started` as of `performance.now()`. */
  command(act: string, outcome: CommandOutcome, started: number): void {
    this.commands.observe({ act, outcome }, (performance.now() - started) / 1000);
  }

  bulk(act: string, counts: Readonly<Record<string, number>>): void {
    for (const [status, count] of Object.entries(counts)) this.rows.inc({ act, status }, count);
  }

  request(route: string, method: string, status: number, milliseconds: number): void {
    this.requests.observe({ route, method, status }, milliseconds / 1000);
  }

  outcomeOf(error: unknown): CommandOutcome {
    if (error instanceof DomainError) return 'refused';
    return error instanceof EventStoreUnavailableError ? 'unavailable' : 'failed';
  }
}
