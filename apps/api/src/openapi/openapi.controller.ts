import { Allow } from '#platform/identity';
import { Controller, Get, Inject, Res } from '@nestjs/common';
import type { OpenAPIObject } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';

export const OPENAPI_DOCUMENT = Symbol('OpenAPI document');

@Controller('api/openapi.json')
export class OpenapiController {
  private readonly text: string;

  constructor(@Inject(OPENAPI_DOCUMENT) document: OpenAPIObject) {
    this.text = JSON.stringify(document);
  }

  @Get()
  @Allow('public')
  async read(@Res() reply: FastifyReply): Promise<void> {
    await reply.header('content-type', 'application/json; charset=utf-8').send(this.text);
  }
}
