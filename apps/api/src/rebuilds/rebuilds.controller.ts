import { forbidden, notFound } from '#kernel';
import { validateBody } from '#platform';
import { identityOf } from '#platform/identity';
import { abortJob, listJobs, readJob, requestJob, type Job, type JobWork } from '#projections';
import {
  Body,
  Controller,
  Get,
  HttpCode,
  Inject,
  Param,
  Post,
  Req,
  Res,
  type BeforeApplicationShutdown,
} from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Readable } from 'node:stream';
import { DataSource } from 'typeorm';
import { commandIdOf, onlyParameters } from '../commands/command-request.js';
import { jobEvents } from './job-events.js';
import { AbortRebuild, RebuildView, RepairStream, RollbackView } from './rebuild-commands.js';

/** Names of every view's table. */
export const VIEW_NAMES = Symbol('view names');

const listed = 50;
const uuid = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/i;

/**
 * What an admin asks of the projection engine. The projector that leads carries it out; `GET /api/rebuilds/<id>` tells
 * how far it is, and `…/events` tells it as it goes. Its id is the command's.
 */
@Controller('api')
export class RebuildsController implements BeforeApplicationShutdown {
  private readonly stopping = new AbortController();

  constructor(
    private readonly dataSource: DataSource,
    @Inject(VIEW_NAMES) private readonly viewNames: readonly string[],
  ) {}

  @Post('commands/rebuild-view')
  @HttpCode(202)
  rebuild(@Body() body: unknown, @Req() request: FastifyRequest): Promise<Job> {
    adminOf(request);
    const { views, dryRun = false, acceptDifferences = false } = validateBody(RebuildView, body ?? {});
    const names = views?.map((name) => this.viewNamed(name)) ?? this.viewNames;
    return this.ask(request, { kind: 'rebuild', views: names, dryRun, acceptDifferences });
  }

  @Post('commands/abort-rebuild')
  @HttpCode(200)
  async abort(@Body() body: unknown, @Req() request: FastifyRequest): Promise<Job> {
    adminOf(request);
    const { rebuildId } = validateBody(AbortRebuild, body);
    await this.job(rebuildId);
    await abortJob(this.dataSource, rebuildId);
    return this.job(rebuildId);
  }

  @Post('commands/rollback-view')
  @HttpCode(202)
  rollback(@Body() body: unknown, @Req() request: FastifyRequest): Promise<Job> {
    adminOf(request);
    const { view } = validateBody(RollbackView, body);
    return this.ask(request, { kind: 'rollback', views: [this.viewNamed(view)] });
  }

  @Post('commands/repair-stream')
  @HttpCode(202)
  repair(@Body() body: unknown, @Req() request: FastifyRequest): Promise<Job> {
    adminOf(request);
    const { stream, dryRun = false } = validateBody(RepairStream, body);
    return this.ask(request, { kind: 'repair', stream, dryRun });
  }

  /** The newest first. */
  @Get('rebuilds')
  async list(@Req() request: FastifyRequest): Promise<{ rebuilds: Job[] }> {
    adminOf(request);
    onlyParameters(request, []);
    return { rebuilds: await listJobs(this.dataSource, listed) };
  }

  @Get('rebuilds/:id')
  read(@Param('id') id: string, @Req() request: FastifyRequest): Promise<Job> {
    adminOf(request);
    return this.job(id);
  }

  /** Server-sent events: `progress` at every change, and `over` at the end; each holds the whole job. */
  @Get('rebuilds/:id/events')
  async follow(@Param('id') id: string, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    adminOf(request);
    await this.job(id);
    const events = jobEvents(() => this.job(id), this.stopping.signal);
    // Proxies would otherwise hold a stream back until it is over.
    void reply.headers({ 'cache-control': 'no-store', 'x-accel-buffering': 'no' });
    await reply.header('content-type', 'text/event-stream; charset=utf-8').send(Readable.from(events));
  }

  beforeApplicationShutdown(): void {
    this.stopping.abort();
  }

  private async ask(request: FastifyRequest, work: JobWork): Promise<Job> {
    onlyParameters(request, []);
    const id = commandIdOf(request);
    await requestJob(this.dataSource, id, work, identityOf(request).actor.subject);
    return this.job(id);
  }

  private async job(id: string): Promise<Job> {
    const job = uuid.test(id) ? await readJob(this.dataSource, id) : undefined;
    if (!job) throw notFound('rebuild.unknown', { rebuildId: id });
    return job;
  }

  private viewNamed(name: string): string {
    const table = name.replaceAll('-', '_');
    if (!this.viewNames.includes(table)) throw notFound('views.unknown', { view: name, known: this.viewNames });
    return table;
  }
}

function adminOf(request: FastifyRequest): void {
  const { role } = identityOf(request).actor;
  if (role !== 'admin') throw forbidden('identity.admin-only', { role });
}
