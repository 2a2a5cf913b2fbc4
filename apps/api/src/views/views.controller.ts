import { formatPosition, notFound, type Position } from '#kernel';
import { languageOf, RequestError } from '#platform/http';
import { identityOf } from '#platform/identity';
import type { AnyViewQuery } from '#projections';
import { Controller, Get, Inject, Param, Query, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Readable } from 'node:stream';
import { csvOf } from './csv.js';
import { inWords } from './in-words.js';
import { viewRequest, type Format, type ViewRequest } from './view-parameters.js';
import { ViewReader } from './view-reader.js';
import { xlsxOf, xlsxType } from './xlsx.js';

export const QUERIES = Symbol('queries');

/** Resolves true once every group of views has applied all events up to the position, false after the time. */
export const AWAIT_POSITION = Symbol('awaitPosition');
export type AwaitPosition = (position: Position, waitMs: number) => Promise<boolean>;

/** Every question of every context: `GET /api/views/<view>`. */
@Controller('api/views')
export class ViewsController {
  private readonly queries: ReadonlyMap<string, AnyViewQuery>;

  constructor(
    @Inject(QUERIES) queries: readonly AnyViewQuery[],
    @Inject(AWAIT_POSITION) private readonly awaitPosition: AwaitPosition,
    private readonly reader: ViewReader,
  ) {
    this.queries = new Map(queries.map((query) => [query.name, query]));
  }

  @Get(':view')
  async read(
    @Param('view') name: string,
    @Query() raw: Record<string, unknown>,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const query = this.queries.get(name);
    if (!query) throw notFound('views.unknown', { view: name, known: [...this.queries.keys()] });
    const asked = viewRequest(query, raw);
    const format = asked.format ?? formatOf(request);
    await this.waitFor(asked);
    void reply.headers({ 'cache-control': 'private, no-cache', vary: 'accept, accept-language, authorization' });
    await (format === 'json'
      ? this.sendPage(query, asked, request, reply)
      : this.sendFile(query, asked, format, request, reply));
  }

  private async sendPage(query: AnyViewQuery, asked: ViewRequest, request: FastifyRequest, reply: FastifyReply) {
    const { actor } = identityOf(request);
    const { page, tag } = await this.reader.page(query, asked, actor, request.headers['if-none-match']);
    void reply.header('etag', tag);
    if (!page) return reply.status(304).send();
    return reply.header('content-type', 'application/json; charset=utf-8').send(JSON.stringify(page));
  }

  private async sendFile(
    query: AnyViewQuery,
    asked: ViewRequest,
    format: keyof typeof files,
    request: FastifyRequest,
    reply: FastifyReply,
  ) {
    const batches = this.reader.allRows(query, asked, identityOf(request).actor);
    // The first batch before the first byte: an error still becomes a proper answer.
    const first = await batches.next();
    // A reader who goes away before the file begins must not keep the connection.
    reply.raw.once('close', () => void batches.return(undefined));
    const language = languageOf(request.headers['accept-language']);
    async function* all() {
      if (!first.done) yield inWords(query, first.value, language);
      for await (const rows of batches) yield inWords(query, rows, language);
    }
    const { type, write } = files[format];
    const file = write(query, all(), language);
    return reply
      .header('content-type', type)
      .header('content-disposition', `attachment; filename="${query.name}.${format}"`)
      .send(file);
  }

  /**
   * Who names a position wants an answer that includes it: an older one would look like a lost write, so there is
   * none. Without `atLeast` every answer is as of its `asOfPosition`.
   */
  private async waitFor({ atLeast, waitMs }: ViewRequest): Promise<void> {
    if (!atLeast || (await this.awaitPosition(atLeast, waitMs))) return;
    throw new RequestError(503, 'views.position-not-reached', {
      details: { atLeast: formatPosition(atLeast), waitedMs: waitMs },
      headers: { 'retry-after': '1' },
    });
  }
}

const files = {
  csv: {
    type: 'text/csv; charset=utf-8',
    write: (...content: Parameters<typeof csvOf>) => Readable.from(csvOf(...content), { objectMode: false }),
  },
  xlsx: { type: xlsxType, write: xlsxOf },
} as const;

function formatOf({ headers: { accept = '' } }: FastifyRequest): Format {
  if (/\btext\/csv\b/.test(accept)) return 'csv';
  return accept.includes(xlsxType) ? 'xlsx' : 'json';
}
