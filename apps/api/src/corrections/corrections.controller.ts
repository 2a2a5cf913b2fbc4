import { itemsAtOnce, type Correction } from '#contexts/inspections';
import { derivedId, notFound, type Role } from '#kernel';
import { fromText, validateBody } from '#platform';
import { CommandGateway } from '#platform/commands';
import { badRequest, RequestError } from '#platform/http';
import { identityOf } from '#platform/identity';
import type { AnyView, AnyViewQuery } from '#projections';
import { Controller, Get, HttpCode, Inject, Param, Post, Query, Req } from '@nestjs/common';
import { RouteConfig } from '@nestjs/platform-fastify';
import { IsInt, IsOptional, IsString, Max, Min } from 'class-validator';
import type { FastifyRequest } from 'fastify';
import { Readable } from 'node:stream';
import { commandIdOf, onlyParameters } from '../commands/command-request.js';
import { viewRequest } from '../views/view-parameters.js';
import { ViewReader, type Page } from '../views/view-reader.js';
import { QUERIES } from '../views/views.controller.js';
import { CorrectionRows, type KeptRow } from './correction-rows.js';
import { Corrections, type ApplicationReport, type DryRunReport, type VerificationReport } from './corrections.js';
import { readItems } from './read-items.js';
import { whatIf } from './what-if.js';

export const CORRECTION_VIEWS = Symbol('views that corrections change');

const readers: readonly Role[] = ['inspector', 'office', 'admin'];
const workers: readonly Role[] = ['inspector', 'admin'];

export class RowsParameters {
  @IsOptional() @IsString() view?: string;
  @IsOptional() @IsInt() @Min(1) @Max(1000) limit?: number;
  /** `n` of the last row of the page before. */
  @IsOptional() @IsInt() @Min(0) after?: number;
}

interface CorrectionAnswer extends Omit<Correction, 'items'> {
  readonly correctionId: string;
  readonly items: number;
}

/** What a correction needs besides the acts of people: a file of items, dry run, application, verification, what-if. */
@Controller('api/corrections/:id')
export class CorrectionsController {
  constructor(
    private readonly corrections: Corrections,
    private readonly gateway: CommandGateway,
    private readonly rows: CorrectionRows,
    private readonly reader: ViewReader,
    @Inject(QUERIES) private readonly queries: readonly AnyViewQuery[],
    @Inject(CORRECTION_VIEWS) private readonly views: readonly AnyView[],
  ) {}

  @Get()
  async read(@Param('id') id: string, @Req() request: FastifyRequest): Promise<CorrectionAnswer> {
    const { items, ...state } = await this.find(id, request, readers);
    return { correctionId: id, ...state, items: items.length };
  }

  /** A file of items, in parts of their own; sent again under the same key it goes on where it was interrupted. */
  @Post('items')
  @HttpCode(200)
  @RouteConfig({ takesRows: true })
  async add(@Param('id') id: string, @Req() request: FastifyRequest): Promise<{ items: number; added: number }> {
    onlyParameters(request, []);
    const { body } = request;
    if (!(body instanceof Readable)) throw new RequestError(415, 'request.unsupported-media-type');
    const format = request.headers['content-type']!.startsWith('text/csv') ? 'csv' : 'ndjson';
    await this.find(id, request, readers);
    const items = await readItems(this.gateway, body, format);
    const key = commandIdOf(request);
    const { actor } = identityOf(request);
    // Where this file begins is known by its key, so that a second sending means the same places.
    const begin = await this.corrections.beginOf(id, derivedId(key, 'part', 0));
    for (let at = 0; at < items.length; at += itemsAtOnce) {
      const part = { correctionId: id, from: begin + at, items: items.slice(at, at + itemsAtOnce) };
      const commandId = derivedId(key, 'part', at / itemsAtOnce);
      await this.gateway.submit('add-correction-items', part, { commandId, actor, correlationId: id });
    }
    return { items: begin + items.length, added: items.length };
  }

  @Post('dry-run')
  @HttpCode(200)
  async dryRun(@Param('id') id: string, @Req() request: FastifyRequest): Promise<DryRunReport> {
    const state = await this.find(id, request, readers);
    return this.corrections.dryRun(id, state, identityOf(request).actor);
  }

  /** Rows of the last dry run, before and after. */
  @Get('rows')
  async dryRunRows(
    @Param('id') id: string,
    @Query() raw: Record<string, unknown>,
    @Req() request: FastifyRequest,
  ): Promise<{ dryRunId: string; rows: readonly KeptRow[]; next: number | null }> {
    const { dryRun } = await this.find(id, request, readers);
    const { after, limit = 100, view } = validateBody(RowsParameters, fromText(RowsParameters, raw));
    if (!dryRun) throw notFound('correction.no-dry-run', { correctionId: id });
    const rows = await this.rows.page(dryRun.dryRunId, view?.replaceAll('-', '_'), after ?? -1, limit);
    return { dryRunId: dryRun.dryRunId, rows, next: rows.length === limit ? rows.at(-1)!.n : null };
  }

  @Post('apply')
  @HttpCode(200)
  async apply(@Param('id') id: string, @Req() request: FastifyRequest): Promise<ApplicationReport> {
    const state = await this.find(id, request, workers);
    return this.corrections.apply(id, state, identityOf(request).actor);
  }

  @Post('verify')
  @HttpCode(200)
  async verify(@Param('id') id: string, @Req() request: FastifyRequest): Promise<VerificationReport> {
    const state = await this.find(id, request, workers);
    return this.corrections.verify(id, state, identityOf(request).actor);
  }

  /** Any view as it would be with this correction: same parameters, same rows, same scope. */
  @Get('views/:view')
  async preview(
    @Param('id') id: string,
    @Param('view') name: string,
    @Query() raw: Record<string, unknown>,
    @Req() request: FastifyRequest,
  ): Promise<Page & { readonly correctionId: string }> {
    const query = this.queries.find((each) => each.name === name);
    if (!query) throw notFound('views.unknown', { view: name });
    const asked = viewRequest(query, raw);
    if (asked.asOf || asked.format === 'csv' || asked.atLeast) throw badRequest('correction.view-now-only');
    const state = await this.find(id, request, readers);
    const { events, refused } = await this.corrections.rehearse(id, state);
    if (refused.length > 0) throw this.corrections.refusal(refused);
    const page = await whatIf(this.reader, this.views, query, asked, identityOf(request).actor, events);
    return { correctionId: id, ...page };
  }

  private find(id: string, request: FastifyRequest, roles: readonly Role[]): Promise<Correction> {
    return this.corrections.find(id, identityOf(request).actor, roles);
  }
}
