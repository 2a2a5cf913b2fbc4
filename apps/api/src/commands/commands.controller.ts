import { formatPosition } from '#kernel';
import { CommandGateway, type Receipt } from '#platform/commands';
import { badRequest } from '#platform/http';
import { identityOf } from '#platform/identity';
import { Body, Controller, HttpCode, Param, Post, Req, Res } from '@nestjs/common';
import { RouteConfig } from '@nestjs/platform-fastify';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Readable } from 'node:stream';
import { Metrics } from '../metrics.js';
import { BulkCommands, type BulkReport } from './bulk-commands.js';
import { commandIdOf, commonColumnsOf, expectedRevisionOf, flagOf, onlyParameters } from './command-request.js';
import { rowFormatOf } from './read-rows.js';

interface ReceiptReply extends Omit<Receipt, 'position'> {
  /** `<commit>/<prepare>`, for `atLeast`; null when nothing was written. */
  readonly position: string | null;
}

/** Every act of every context: `POST /api/commands/<act>`, one command as JSON or many as NDJSON, CSV or XLSX. */
@Controller('api/commands')
export class CommandsController {
  constructor(
    private readonly gateway: CommandGateway,
    private readonly bulk: BulkCommands,
    private readonly metrics: Metrics,
  ) {}

  @Post(':act')
  @HttpCode(200)
  @RouteConfig({ takesRows: true })
  async submit(
    @Param('act') act: string,
    @Body() body: unknown,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<ReceiptReply | BulkReport> {
    if (body instanceof Readable) return this.submitRows(act, body, request);
    const started = performance.now();
    const { name } = this.gateway.act(act);
    try {
      const receipt = await this.submitOne(name, body, request);
      this.metrics.command(name, receipt.replayed ? 'replayed' : 'accepted', started);
      return answer(receipt, reply);
    } catch (error) {
      this.metrics.command(name, this.metrics.outcomeOf(error), started);
      throw error;
    }
  }

  private async submitOne(act: string, body: unknown, request: FastifyRequest): Promise<Receipt> {
    onlyParameters(request, []);
    if (body === undefined) throw badRequest('request.body-missing');
    const expectedRevision = expectedRevisionOf(request);
    const receipt = await this.gateway.submit(act, body, {
      commandId: commandIdOf(request),
      actor: identityOf(request).actor,
      ...(request.headers['correlation-id'] ? { correlationId: request.id } : {}),
      ...(expectedRevision === undefined ? {} : { expectedRevision }),
    });
    request.command = { act, id: receipt.commandId, stream: receipt.stream, revision: receipt.revision };
    return receipt;
  }

  private async submitRows(act: string, rows: Readable, request: FastifyRequest): Promise<BulkReport> {
    const common = commonColumnsOf(request);
    onlyParameters(request, ['dryRun', 'skipRefused', ...Object.keys(common).map((name) => `all.${name}`)]);
    if (expectedRevisionOf(request) !== undefined) throw badRequest('bulk.no-if-match');
    const report = await this.bulk.submit(this.gateway.act(act), rows, {
      format: rowFormatOf(request.headers['content-type']!),
      common,
      commandId: commandIdOf(request),
      actor: identityOf(request).actor,
      isDryRun: flagOf(request, 'dryRun'),
      skipsRefused: flagOf(request, 'skipRefused'),
    });
    this.metrics.bulk(act, report.counts);
    return report;
  }
}

/** 201 when something was written now, 200 when this changed nothing or had been carried out before. */
function answer(receipt: Receipt, reply: FastifyReply): ReceiptReply {
  const position = receipt.position ? formatPosition(receipt.position) : null;
  void reply.status(receipt.events.length > 0 && !receipt.replayed ? 201 : 200);
  void reply.header('etag', `"${receipt.revision}"`);
  if (position) void reply.header('ncs-position', position);
  return { ...receipt, position };
}
