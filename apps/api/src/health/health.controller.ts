import type { EventStore } from '#event-store';
import { Allow } from '#platform/identity';
import { readStatus } from '#projections';
import { Controller, Get, Res } from '@nestjs/common';
import { HealthCheckService, HealthIndicatorService, type HealthIndicatorResult } from '@nestjs/terminus';
import type { FastifyReply } from 'fastify';
import type { DataSource } from 'typeorm';

const patienceMs = 2_000;

export class HealthSources {
  constructor(
    readonly dataSource: DataSource,
    readonly eventStore: EventStore,
  ) {}
}

/**
 * For the machinery around: is this process alive, and should it get requests. Open to everybody, and tells nothing
 * but states and lags.
 */
@Controller('health')
export class HealthController {
  constructor(
    private readonly health: HealthCheckService,
    private readonly indicators: HealthIndicatorService,
    private readonly sources: HealthSources,
  ) {}

  @Get('live')
  @Allow('public')
  live(): object {
    return { status: 'ok' };
  }

  /** Down without PostgreSQL or the event store. A view that lags or failed shows, and does not take the API away. */
  @Get('ready')
  @Allow('public')
  async ready(@Res({ passthrough: true }) reply: FastifyReply): Promise<object> {
    const result = await this.health
      .check([() => this.readStore(), () => this.eventStore(), () => this.projections()])
      .catch((error: unknown) => {
        const { getResponse } = error as { getResponse?: () => object };
        if (!getResponse) throw error;
        void reply.status(503);
        return getResponse.call(error);
      });
    void reply.header('cache-control', 'no-store');
    return result;
  }

  private readStore(): Promise<HealthIndicatorResult> {
    return this.check('readStore', () => this.sources.dataSource.query('SELECT 1'));
  }

  private eventStore(): Promise<HealthIndicatorResult> {
    return this.check('eventStore', () => this.sources.eventStore.head());
  }

  private async projections(): Promise<HealthIndicatorResult> {
    const indicator = this.indicators.check('projections');
    const status = await withinPatience(readStatus(this.sources.dataSource)).catch(() => undefined);
    if (!status) return indicator.up({ state: 'unknown' });
    const { lagEvents, lagSeconds, parked, position, state, waiting } = status;
    return indicator.up({ state, position, lagEvents, lagSeconds, parked, waiting });
  }

  private async check(name: string, ask: () => Promise<unknown>): Promise<HealthIndicatorResult> {
    const indicator = this.indicators.check(name);
    try {
      await withinPatience(ask());
      return indicator.up();
    } catch {
      // Why is in this process's log and in the part's own; the answer is open to everybody.
      return indicator.down();
    }
  }
}

async function withinPatience<T>(work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`no answer within ${patienceMs} ms`)), patienceMs);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
