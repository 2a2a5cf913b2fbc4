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

  private readonly lagEvents = this.gauge('ncs_projection_lag_events', 'Events that the views do not show yet');
  private readonly lagSeconds = this.gauge('ncs_projection_lag_seconds', 'Age of the oldest of them');
  private readonly parked = this.gauge(
    'ncs_projection_parked_events',
    'Events put aside because a view could not apply them',
  );
  private readonly waiting = this.gauge('ncs_projection_waiting_events', 'Events that wait behind them');
  private readonly oldest = this.gauge(
    'ncs_projection_parked_oldest_seconds',
    'Age of the oldest of them; 0 when there is none',
  );

  constructor(private readonly dataSource: DataSource) {
    collectDefaultMetrics({ register: this.registry });
  }

  /** What a scrape gets. The registry reads all gauges at once: those of the views must be set before. */
  async text(): Promise<string> {
    const status = await readStatus(this.dataSource);
    this.lagEvents.set(status.lagEvents ?? NaN);
    this.lagSeconds.set(status.lagSeconds ?? NaN);
    this.parked.set(status.parked);
    this.waiting.set(status.waiting);
    this.oldest.set(status.oldestParkedAt ? (Date.now() - Date.parse(status.oldestParkedAt)) / 1_000 : 0);
    return this.registry.metrics();
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

  private gauge(name: string, help: string): Gauge {
    return new Gauge({ name, help, registers: [this.registry] });
  }
}
