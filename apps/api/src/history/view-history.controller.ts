import { notFound } from '#kernel';
import { identityOf } from '#platform/identity';
import type { AnyViewQuery } from '#projections';
import { Controller, Get, Inject, Param, Query, Req } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { parseKey } from '../views/cursor.js';
import { viewRequest } from '../views/view-parameters.js';
import { ViewReader } from '../views/view-reader.js';
import { QUERIES } from '../views/views.controller.js';
import { betweenNames, betweenOf, factsPageOf, partOf } from './history-parameters.js';
import { ViewHistory, type FactsReply, type RowChanges } from './view-history.js';

type Raw = Record<string, unknown>;

/** What stands behind a row of any view, and how its rows differ between two dates. */
@Controller('api/views')
export class ViewHistoryController {
  private readonly queries: ReadonlyMap<string, AnyViewQuery>;

  constructor(
    @Inject(QUERIES) queries: readonly AnyViewQuery[],
    private readonly history: ViewHistory,
    private readonly reader: ViewReader,
  ) {
    this.queries = new Map(queries.map((query) => [query.name, query]));
  }

  @Get(':view/:key/facts')
  facts(
    @Param('view') view: string,
    @Param('key') key: string,
    @Query() raw: Raw,
    @Req() request: FastifyRequest,
  ): Promise<FactsReply> {
    const query = this.query(view);
    const [paging, own] = partOf(raw, ['limit', 'after']);
    const { after, limit } = factsPageOf(paging);
    const asked = { ...viewRequest(query, own), limit };
    return this.history.facts(query, asked, parseKey(query, key), identityOf(request).actor, after);
  }

  @Get(':view/changes')
  changes(@Param('view') view: string, @Query() raw: Raw, @Req() request: FastifyRequest): Promise<RowChanges> {
    const query = this.query(view);
    const [dates, own] = partOf(raw, betweenNames);
    const { from, to } = betweenOf(dates, this.reader.today());
    return this.history.changes(query, viewRequest(query, own), from, to, identityOf(request).actor);
  }

  private query(name: string): AnyViewQuery {
    const query = this.queries.get(name);
    if (!query) throw notFound('views.unknown', { view: name, known: [...this.queries.keys()] });
    return query;
  }
}
