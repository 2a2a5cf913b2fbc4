import { NestLogger, type Config } from '#platform';
import { ProblemFilter, RequestError, sendProblem } from '#platform/http';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { SwaggerModule, type OpenAPIObject } from '@nestjs/swagger';
import { LogController, type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { ApiParts } from './api-parts.js';
import { ApiModule, docsPath } from './api.module.js';
import { xlsxType } from './commands/read-rows.js';
import { installHttpLog } from './http-log.js';
import { OPENAPI_DOCUMENT } from './openapi/openapi.controller.js';
import { problemTexts } from './problems/texts.js';
import { Routes } from './routes.js';

/** Of a single command; files of commands have limits of their own. */
const bodyLimit = 256 * 1024;

/** The HTTP API, initialised and not listening yet. `close()` ends what it made; the parts stay their maker's. */
export async function createApi(config: Config, parts: ApiParts): Promise<NestFastifyApplication> {
  const adapter = new FastifyAdapter({
    loggerInstance: parts.logger,
    // One line per request is written by installHttpLog.
    logController: new LogController({ disableRequestLogging: true }),
    genReqId,
    bodyLimit,
    // A row's key stands in the path (`/api/views/unit-directory/<path of the unit>/facts`).
    routerOptions: { maxParamLength: 2_000 },
    trustProxy: (_address: string, hop: number) => hop < config.NCS_TRUSTED_PROXIES,
    // A client that sends its request drop by drop holds a connection no longer than this.
    requestTimeout: 120_000,
    keepAliveTimeout: 65_000,
    frameworkErrors: (error: Error, request: FastifyRequest, reply: FastifyReply) =>
      sendProblem(error, request, reply, problemTexts),
  });
  const instance = adapter.getInstance() as unknown as FastifyInstance;
  const { authentication, metrics, module } = ApiModule.wire(config, parts);
  const app = await NestFactory.create<NestFastifyApplication>(module, adapter, {
    logger: new NestLogger(parts.logger),
    bodyParser: false,
    abortOnError: false,
  });
  const routes = new Routes(instance);
  installHttpLog(instance, metrics, parts.logger);
  authentication.install(instance);
  installBodyParsers(instance);
  app.useGlobalFilters(new ProblemFilter(problemTexts, (request) => routes.notFound(request)));
  app.useSecurityHeaders({ contentSecurityPolicy: { directives: { 'upgrade-insecure-requests': null } } });
  SwaggerModule.setup(docsPath, app, app.get<OpenAPIObject>(OPENAPI_DOCUMENT), {
    raw: false,
    customSiteTitle: 'Nắm Cơ Sở API',
    swaggerOptions: { tryItOutEnabled: false, persistAuthorization: true, validatorUrl: null },
  });
  await app.init();
  await instance.ready();
  return app;
}

/** The client's correlation id when it has a usable one; it comes back in the reply and stands in every log line. */
function genReqId(request: IncomingMessage): string {
  const given = request.headers['correlation-id'];
  return typeof given === 'string' && /^[\w.:-]{1,100}$/.test(given) ? given : randomUUID();
}

/** JSON as fastify reads it (no prototypes, bounded); files of rows stay streams, where a route takes them. */
function installBodyParsers(instance: FastifyInstance): void {
  instance.removeContentTypeParser('text/plain');
  instance.addContentTypeParser(['application/x-ndjson', 'text/csv', xlsxType], (request, payload, done) => {
    if (request.routeOptions.config.takesRows) done(null, payload);
    else done(new RequestError(415, 'request.unsupported-media-type'));
  });
}
