import { timelineQuery } from '#contexts/history';
import { badParameter, languageOf } from '#platform/http';
import { identityOf } from '#platform/identity';
import type { AnyViewQuery } from '#projections';
import { Controller, Get, Param, Query, Req, Res } from '@nestjs/common';
import { isUUID } from 'class-validator';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Readable } from 'node:stream';
import { csvOf } from '../views/csv.js';
import { viewRequest, type ViewRequest } from '../views/view-parameters.js';
import { ViewReader } from '../views/view-reader.js';
import { xlsxOf, xlsxType } from '../views/xlsx.js';
import { asOfOf, betweenOf } from './history-parameters.js';
import { StreamHistory, type StateChanges, type StateReply } from './stream-history.js';

type Raw = Record<string, unknown>;

const timelineWithChanges: AnyViewQuery = {
  ...timelineQuery,
  columns: { ...timelineQuery.columns, changes: { type: 'text', title: { vi: 'Thay đổi', en: 'Changes' } } },
};

const withText = (rows: Awaited<ReturnType<StreamHistory['withChanges']>>) =>
  rows.map((row) => ({
    ...row,
    changes: row.changes
      .map(({ after, before, field }) => `${field}: ${JSON.stringify(before)} → ${JSON.stringify(after)}`)
      .join('\n'),
  }));

/** Timelines with what each event changed, states of aggregates as of any date, and causes. */
@Controller('api/history')
export class HistoryController {
  constructor(
    private readonly history: StreamHistory,
    private readonly reader: ViewReader,
  ) {}

  /**
   * The timeline of a subject, like `GET /api/views/timeline`, with the fields that each event changed; all of it as a
   * file with `format`.
   */
  @Get('events')
  async events(@Query() raw: Raw, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const asked = viewRequest(timelineQuery, raw);
    const { actor } = identityOf(request);
    void reply.header('cache-control', 'private, no-cache');
    if (asked.format === 'csv' || asked.format === 'xlsx') return this.sendFile(asked, asked.format, request, reply);
    const { page } = await this.reader.page(timelineQuery, asked, actor, undefined);
    void reply.send({ ...page!, rows: await this.history.withChanges(page!.rows) });
  }

  private async sendFile(asked: ViewRequest, format: 'csv' | 'xlsx', request: FastifyRequest, reply: FastifyReply) {
    const { actor } = identityOf(request);
    const language = languageOf(request.headers['accept-language']);
    const batches = this.reader.allRows(timelineQuery, asked, actor);
    const first = await batches.next();
    reply.raw.once('close', () => void batches.return(undefined));
    const { history } = this;
    async function* all() {
      if (!first.done) yield withText(await history.withChanges(first.value));
      for await (const rows of batches) yield withText(await history.withChanges(rows));
    }
    const isCsv = format === 'csv';
    const file = isCsv
      ? Readable.from(csvOf(timelineWithChanges, all(), language), { objectMode: false })
      : xlsxOf(timelineWithChanges, all(), language);
    void reply
      .header('content-type', isCsv ? 'text/csv; charset=utf-8' : xlsxType)
      .header('content-disposition', `attachment; filename="timeline.${format}"`)
      .send(file);
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
