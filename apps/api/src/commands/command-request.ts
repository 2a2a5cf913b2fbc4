import { badParameter, badRequest } from '#platform/http';
import type { FastifyRequest } from 'fastify';

const uuid = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/i;

/**
 * The command's id: made by the client, so that a phone that lost the answer can ask again. The header's value is a
 * quoted string by its draft standard; most clients leave the quotes out.
 */
export function commandIdOf(request: FastifyRequest): string {
  const header = request.headers['idempotency-key'];
  if (header === undefined || header === '') throw badRequest('command.idempotency-key-missing');
  const id = String(header).replace(/^"(.*)"$/, '$1');
  if (!uuid.test(id)) throw badRequest('command.idempotency-key-malformed');
  return id.toLowerCase();
}

/** Revision that the client saw, from `If-Match: "<revision>"`. */
export function expectedRevisionOf(request: FastifyRequest): number | undefined {
  const header = request.headers['if-match'];
  if (header === undefined) return undefined;
  const revision = /^"(-1|\d{1,15})"$/.exec(header)?.[1];
  if (revision === undefined) throw badRequest('command.if-match-malformed');
  return Number(revision);
}

/** A flag in the query string: `true`, `false` or left out. */
export function flagOf(request: FastifyRequest, name: string): boolean {
  const value = (request.query as Record<string, unknown>)[name];
  if (value === undefined || value === 'false') return false;
  if (value === 'true') return true;
  throw badParameter(name, 'is-boolean', `${name} must be true or false`);
}

/** `all.<column>=<value>`: the same in every row of a file. */
export function commonColumnsOf(request: FastifyRequest): Record<string, string> {
  const entries = Object.entries(request.query as Record<string, unknown>);
  const given = entries.filter(([name]) => /^all\.[A-Za-z]\w*(\.\w+)*$/.test(name));
  return Object.fromEntries(
    given.map(([name, value]) => {
      if (typeof value !== 'string') throw badParameter(name, 'given-twice', `${name} is given more than once`);
      return [name.slice('all.'.length), value];
    }),
  );
}

/** Refuses query parameters that mean nothing here: a misspelt `dryrun` must not write. */
export function onlyParameters(request: FastifyRequest, names: readonly string[]): void {
  for (const name of Object.keys(request.query as object)) {
    if (!names.includes(name)) throw badParameter(name, 'unknown-field', `${name} is not a parameter of this request`);
  }
}
