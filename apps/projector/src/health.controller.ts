import type { ProcessStatus } from '#processes';
import { ProjectionRunner, type RunnerStatus } from '#projections';
import { Controller, Get, Header, ServiceUnavailableException } from '@nestjs/common';
import { Gauge, Registry } from 'prom-client';
import { AsideGauges } from './aside-gauges.js';
import { Aside, type SetAside } from './aside.js';

/** Behind and without a committed batch for this long: something is wrong, even if no error was seen. */
const stalledAfterMs = 30_000;

export type Health = RunnerStatus & { readonly processes: ProcessStatus; readonly aside: SetAside | null };

/** Token and type of what tells how the processes are. */
export abstract class ProcessesStatus {
  abstract status(): ProcessStatus;
}

@Controller()
export class HealthController {
  private readonly registry = new Registry();
  private readonly asideGauges = new AsideGauges(this.registry);

  constructor(
    private readonly runner: ProjectionRunner,
    private readonly processes: ProcessesStatus,
    private readonly aside: Aside,
  ) {
    this.gauge('ncs_projection_lag_events', 'Events that the views do not show yet', ({ lagEvents }) => lagEvents);
    this.gauge('ncs_projection_lag_seconds', 'Age of the oldest of them', ({ lagSeconds }) => lagSeconds);
    this.gauge('ncs_projection_events', 'Events applied since this runner leads', ({ events }) => events);
    this.gauge('ncs_projection_healthy', '1 when the runner works or stands by', (status) => Number(isHealthy(status)));
    new Gauge({
      name: 'ncs_processes_healthy',
      help: '1 unless a process can not go on',
      registers: [this.registry],
      collect() {
        this.set(Number(areHealthy(processes.status())));
      },
    });
  }

  /**
   * 200 with the status of views and processes; 503 with the same when either fails or stands still. What is put aside
   * shows, and does not make it unhealthy: starting anew would not mend it. Null: the database does not answer.
   */
  @Get('health')
  async health(): Promise<Health> {
    const status = { ...this.runner.status(), processes: this.processes.status() };
    const health = { ...status, aside: withWork(await this.aside.read()) };
    if (!isHealthy(status) || !areHealthy(status.processes)) throw new ServiceUnavailableException(health);
    return health;
  }

  @Get('metrics')
  @Header('content-type', 'text/plain; version=0.0.4; charset=utf-8')
  async metrics(): Promise<string> {
    this.asideGauges.show(await this.aside.read());
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

const areHealthy = ({ failing, state }: ProcessStatus): boolean =>
  state !== 'failing' && Object.keys(failing).length === 0;

/** Those with something for a person to do. */
const withWork = (aside: SetAside | undefined): SetAside | null =>
  aside
    ? {
        views: aside.views.filter(({ parked, waiting }) => parked + waiting > 0),
        processes: aside.processes.filter(
          ({ parked, parkedCommands, refused, retrying, waiting }) =>
            parked + waiting + parkedCommands + refused + retrying > 0,
        ),
      }
    : null;
