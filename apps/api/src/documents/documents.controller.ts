import { notFound } from '#kernel';
import { fromText, validateBody } from '#platform';
import { badParameter, RequestError } from '#platform/http';
import { identityOf } from '#platform/identity';
import { Controller, Get, Header, Param, Query, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { DocumentWriter } from './document-writer.js';
import { PaperParameters, type PaperFormat } from './document.js';
import { documentKinds } from './documents.js';
import { TemplateError } from './word-template.js';

export const paperTypes: Readonly<Record<PaperFormat, string>> = {
  docx: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  pdf: 'application/pdf',
};

/** Papers that a committee sends, as Word files that it can still edit or as PDF: `GET /api/documents/<kind>`. */
@Controller('api/documents')
export class DocumentsController {
  private readonly kinds = new Map(documentKinds.map((kind) => [kind.name, kind]));

  constructor(private readonly writer: DocumentWriter) {}

  @Get(':kind')
  @Header('cache-control', 'private, no-store')
  async read(
    @Param('kind') name: string,
    @Query() raw: Record<string, unknown>,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const kind = this.kinds.get(name);
    if (!kind) throw notFound('documents.unknown', { document: name, known: [...this.kinds.keys()] });
    for (const [parameter, value] of Object.entries(raw)) {
      if (Array.isArray(value)) throw badParameter(parameter, 'given-twice', `${parameter} is given more than once`);
    }
    const { format: asked, ...own } = raw;
    const { format = 'docx' } = validateBody(
      PaperParameters,
      fromText(PaperParameters, asked === undefined ? {} : { format: asked }),
    );
    const parametersOf = kind.parameters as new () => object;
    const parameters = validateBody(parametersOf, fromText(parametersOf, own));
    const gone = new AbortController();
    reply.raw.once('close', () => gone.abort());
    const file = await this.writer
      .write(kind, parameters, identityOf(request).actor, format, gone.signal)
      .catch((error: unknown) => (gone.signal.aborted ? undefined : asProblem(error)));
    // Nobody is there to read an answer.
    if (!file) return;
    await reply
      .header('content-type', paperTypes[format])
      .header('content-disposition', `attachment; filename="${kind.name}.${format}"`)
      .send(file);
  }
}

/** A committee's own template that is wrong: told with the tag, so that whoever edits it can mend it. */
function asProblem(error: unknown): never {
  if (!(error instanceof TemplateError)) throw error;
  throw new RequestError(500, 'documents.template-broken', { details: { reason: error.message } });
}
