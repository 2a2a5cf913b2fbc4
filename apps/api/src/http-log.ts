import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Logger } from 'pino';
import type { Metrics } from './metrics.js';

declare module 'fastify' {
  interface FastifyRequest {
    /** What a command of this request did; part of its line in the log. */
    command: { act: string; id: string; stream: string; revision: number } | undefined;
  }
  interface FastifyContextConfig {
    /** The body may be a file of rows: it comes as a stream. */
    takesRows?: boolean;
  }
}

/** One line per request; a command's id, stream and revision stand in it. Values of the query string stay out. */
export function installHttpLog(instance: FastifyInstance, metrics: Metrics, logger: Logger): void {
  instance.decorateRequest('command', undefined);
  instance.addHook('onRequest', (request, reply, done) => {
    void reply.header('correlation-id', request.id);
    done();
  });
  instance.addHook('onResponse', (request, reply, done) => {
    const route = request.routeOptions.url ?? 'unknown';
    metrics.request(route, request.method, reply.statusCode, reply.elapsedTime);
    if (logger.isLevelEnabled('info')) {
      logger.info(
        {
          method: request.method,
          path: pathOf(request),
          status: reply.statusCode,
          ms: Math.round(reply.elapsedTime * 10) / 10,
          subject: request.identity?.actor.subject,
          correlationId: request.id,
          command: request.command,
        },
        'request',
      );
    }
    done();
  });
}

export const pathOf = (request: FastifyRequest): string => request.url.split('?', 1)[0]!;
