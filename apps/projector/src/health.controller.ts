import { ProjectionRunner, type RunnerStatus } from '#projections';
import { Controller, Get, Header, ServiceUnavailableException } from '@nestjs/common';
import { Gauge, Registry } from 'prom-client';

/** Behind and without a committed batch for this long: something is wrong, even if no error was seen. */
const stalledAfterMs = 30_000;

@Controller()
export class HealthController {
  private readonly registry = new Registry();

  constructor(private readonly runner: ProjectionRunner) {
    this.gauge('ncs_projection_lag_events', 'Events that the views do not show yet', ({ lagEvents }) => lagEvents);
    this.gauge('ncs_projection_lag_seconds', 'Age of the oldest of them', ({ lagSeconds }) => lagSeconds);
    this.gauge('ncs_projection_events', 'Events applied since this runner leads', ({ events }) => events);
    this.gauge('ncs_projection_healthy', '1 when the runner works or stands by', (status) => Number(isHealthy(status)));
  }

  /** 200 with the runner's status; 503 with the same when it fails or stands still. */
  @Get('health')
  health(): RunnerStatus {
    const status = this.runner.status();
    if (!isHealthy(status)) throw new ServiceUnavailableException(status);
    return status;
  }

  @Get('metrics')
  @Header('content-type', 'text/plain; version=0.0.4; charset=utf-8')
  metrics(): Promise<string> {
    return this.registry.metrics();
  }

  private gauge(name: string, help: string, value: (status: RunnerStatus) => number): void {
    const { runner } = this;
    new Gauge({
      name,
      help,
      registers: [this.registry],
      collect() {
        this.set(value(runner.status()));
      },
    });
  }
}

function isHealthy({ state, lagSeconds, progressAt }: RunnerStatus): boolean {
  if (state === 'standby' || state === 'starting') return true;
  if (state !== 'live' && state !== 'catching-up') return false;
  return lagSeconds === 0 || Date.now() - Date.parse(progressAt) < stalledAfterMs;
}
