import { identityOf } from '#platform/identity';
import { Controller, Get, Param, Query, Req } from '@nestjs/common';
import { badParameter } from '#platform/http';
import { timelineQuery } from '#contexts/history';
import type { FastifyRequest } from 'fastify';
import { isUUID } from 'class-validator';
import { viewRequest } from '../views/view-parameters.js';
import { ViewReader, type Page } from '../views/view-reader.js';
import { asOfOf, betweenOf } from './history-parameters.js';
import { StreamHistory, type StateChanges, type StateReply } from './stream-history.js';

type Raw = Record<string, unknown>;

/** Timelines with what each event changed, states of aggregates as of any date, and causes. */
@Controller('api/history')
export class HistoryController {
  constructor(
    private readonly history: StreamHistory,
    private readonly reader: ViewReader,
  ) {}

  /** The timeline of a subject, like `GET /api/views/timeline`, with the fields that each event changed. */
  @Get('events')
  async events(@Query() raw: Raw, @Req() request: FastifyRequest): Promise<Page> {
    const asked = viewRequest(timelineQuery, raw);
    const { page } = await this.reader.page(timelineQuery, asked, identityOf(request).actor, undefined);
    const streams = [...new Set(page!.rows.map((row) => row['stream'] as string))];
    const byStream = new Map(
      await Promise.all(streams.map(async (stream) => [stream, await this.history.changesByRevision(stream)] as const)),
    );
    const rows = page!.rows.map((row) => ({
      ...row,
      changes: byStream.get(row['stream'] as string)!.get(row['revision'] as number) ?? [],
    }));
    return { ...page!, rows };
  }

  @Get('events/:eventId/causes')
  causes(@Param('eventId') eventId: string, @Req() request: FastifyRequest) {
    if (!isUUID(eventId)) throw badParameter('eventId', 'is-uuid', 'eventId must be a UUID');
    return this.history.causes(eventId, identityOf(request).actor);
  }

  @Get(':stream')
  state(@Param('stream') stream: string, @Query() raw: Raw, @Req() request: FastifyRequest): Promise<StateReply> {
    return this.history.state(stream, asOfOf(raw, this.reader.today()), identityOf(request).actor);
  }

  @Get(':stream/changes')
  changes(@Param('stream') stream: string, @Query() raw: Raw, @Req() request: FastifyRequest): Promise<StateChanges> {
    const { from, to } = betweenOf(raw, this.reader.today());
    return this.history.changes(stream, from, to, identityOf(request).actor);
  }
}
