import { Catch, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { RequestError } from './request-error.js';
import { answerTo, languageOf, problemOf, type ProblemTexts } from './problem.js';

/** The one place where errors become replies: of handlers, guards, hooks and fastify itself. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  constructor(
    private readonly texts: ProblemTexts,
    /** Says what was wrong with a request that no route was found for. */
    private readonly notFound: (request: FastifyRequest) => Error,
  ) {}

  catch(error: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    const request = http.getRequest<FastifyRequest>();
    sendProblem(request.is404 ? this.notFound(request) : error, request, http.getResponse<FastifyReply>(), this.texts);
  }
}

export function sendProblem(error: unknown, request: FastifyRequest, reply: FastifyReply, texts: ProblemTexts): void {
  const answer = answerTo(error);
  if (answer.status >= 500 && !(error instanceof RequestError)) {
    const fields = { err: error, code: answer.code, correlationId: request.id };
    // An outage of a part passes; what nobody expected is for a person to look at.
    if (answer.status === 500) request.log.error(fields, 'failed');
    else request.log.warn(fields, 'unavailable');
  }
  if (reply.sent) return;
  const problem = problemOf(answer, texts, {
    language: languageOf(request.headers['accept-language']),
    instance: request.url,
    correlationId: request.id,
  });
  void reply
    .status(answer.status)
    .headers(answer.headers)
    .header('content-type', 'application/problem+json; charset=utf-8')
    .header('cache-control', 'no-store')
    .send(JSON.stringify(problem));
}
