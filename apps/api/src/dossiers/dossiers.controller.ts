import { dossierVerifier } from '#audit';
import { forbidden } from '#kernel';
import { RequestError } from '#platform/http';
import { identityOf } from '#platform/identity';
import { Controller, Get, Header, Param, Req } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { DossierExport } from './export-dossier.js';

/** Dossiers leave the system here; everything else about them goes the way of acts and views. */
@Controller('api/dossiers')
export class DossiersController {
  constructor(private readonly dossiers: DossierExport) {}

  /** The program that checks an exported file, needing nothing but Node. */
  @Get('verifier')
  @Header('content-type', 'text/javascript; charset=utf-8')
  @Header('content-disposition', 'attachment; filename="verify-dossier.mjs"')
  async verifier(): Promise<string> {
    const source = await dossierVerifier();
    if (source === undefined) throw new RequestError(503, 'dossier.no-verifier');
    return source;
  }

  @Get(':id/export')
  @Header('content-type', 'text/html; charset=utf-8')
  @Header('content-disposition', 'attachment; filename="ho-so-kiem-tra.html"')
  async export(@Param('id') id: string, @Req() request: FastifyRequest): Promise<string> {
    const { actor } = identityOf(request);
    if (actor.role !== 'inspector') {
      throw forbidden('command.role-not-allowed', { role: actor.role, allowed: ['inspector'] });
    }
    return this.dossiers.export(id, actor);
  }
}
