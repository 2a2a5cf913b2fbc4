import { RequestError } from '#platform/http';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { pathOf } from './http-log.js';

/** Knows every route, so that a wrong method is told from a wrong path. Asked only when no route was found. */
export class Routes {
  private readonly known = new Map<string, Set<string>>();

  constructor(instance: FastifyInstance) {
    instance.addHook('onRoute', ({ method, url }) => {
      const methods = this.known.get(url) ?? new Set();
      for (const name of [method].flat()) methods.add(name);
      this.known.set(url, methods);
    });
  }

  notFound(request: FastifyRequest): RequestError {
    const path = pathOf(request);
    const methods = [...this.known].filter(([url]) => matches(url, path)).flatMap(([, names]) => [...names]);
    if (methods.length === 0) return new RequestError(404, 'request.unknown-path', { details: { path } });
    const allow = [...new Set(methods)].sort().join(', ');
    return new RequestError(405, 'request.method-not-allowed', { details: { allow }, headers: { allow } });
  }
}

function matches(url: string, path: string): boolean {
  if (url.includes('*')) return false;
  const parts = url.split('/');
  const given = path.split('/');
  return (
    parts.length === given.length &&
    parts.every((part, index) => (part.startsWith(':') ? given[index] !== '' : part === given[index]))
  );
}
