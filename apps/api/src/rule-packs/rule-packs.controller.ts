import { packFamilies, type PackFamily } from '#contexts/rule-packs/contracts';
import { notFound } from '#kernel';
import { PreviewParameters, validateBody, type PackPreview } from '#platform';
import { identityOf } from '#platform/identity';
import { Body, Controller, HttpCode, Inject, Post, Req } from '@nestjs/common';
import { IsIn, IsObject } from 'class-validator';
import type { FastifyRequest } from 'fastify';
import { ViewReader } from '../views/view-reader.js';
import { previewPack, type PackPreviewReport } from './preview-pack.js';

export const PACK_PREVIEWS = Symbol('previews of rule packs');

export class PreviewRulePack extends PreviewParameters {
  @IsIn(packFamilies) family!: PackFamily;
  /** As in `publish-rule-pack`. */
  @IsObject() rules!: object;
}

/** `POST`, because rules do not fit into an address; it writes nothing. */
@Controller('api/rule-packs')
export class RulePacksController {
  constructor(
    @Inject(PACK_PREVIEWS) private readonly previews: readonly PackPreview[],
    private readonly reader: ViewReader,
  ) {}

  @Post('preview')
  @HttpCode(200)
  preview(@Body() body: unknown, @Req() request: FastifyRequest): Promise<PackPreviewReport> {
    const { family, rules, unitId, from, to } = validateBody(PreviewRulePack, body);
    const previews = this.previews.filter((each) => each.family === family);
    if (previews.length === 0) {
      throw notFound('rule-pack.no-preview', { family, known: [...new Set(this.previews.map((each) => each.family))] });
    }
    const asked = { family, rules, parameters: { unitId, from, to } };
    return previewPack(this.reader, previews, asked, identityOf(request).actor);
  }
}
