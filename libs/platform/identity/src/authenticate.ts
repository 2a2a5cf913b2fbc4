import { RequestError } from '#platform/http';
import { RouteConfig } from '@nestjs/platform-fastify';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { LRUCache } from 'lru-cache';
import { createHash, timingSafeEqual } from 'node:crypto';
import { unauthorized, type Identity, type TokenVerifier } from './identity.js';

declare module 'fastify' {
  interface FastifyRequest {
    /** Set on every route that is not public. */
    identity: Identity | undefined;
  }
  interface FastifyContextConfig {
    access?: Access;
  }
}

/**
 * Who may call a route. Left out: every token. `public`: everybody. `one-time-password`: also a token that must change
 * its password. `metrics`: also the fixed token of the monitoring.
 */
export type Access = 'public' | 'one-time-password' | 'metrics';

/** Declares the access of a handler or controller. */
export const Allow = (access: Access) => RouteConfig({ access });

const cachedTokens = 20_000;

export interface AuthenticationOptions {
  readonly metricsToken?: string | undefined;
  /** Paths of routes that are not ours to declare (the OpenAPI page). */
  readonly publicPaths: readonly string[];
  readonly now: () => number;
}

/** Looks at the token of every request before its body is read. Verified tokens are remembered by their hash. */
export class Authentication {
  private readonly verified = new LRUCache<string, Identity>({ max: cachedTokens });

  constructor(
    private readonly tokens: TokenVerifier,
    private readonly options: AuthenticationOptions,
  ) {}

  /** A hook, not a guard: guards run after the body was parsed, and strangers should not make us parse. */
  install(instance: FastifyInstance): void {
    instance.decorateRequest('identity', undefined);
    instance.addHook('onRequest', (request, _reply, done) => {
      if (this.isOpen(request)) return done();
      let key: string;
      try {
        key = this.keyOf(request);
      } catch (error) {
        return done(error as Error);
      }
      const known = this.verified.get(key);
      if (known && known.validUntil > this.options.now()) return done(this.admit(request, known));
      this.verify(request, key).then(done, done);
    });
  }

  /** Tokens are looked at anew at their next use; called when an account has changed in this process. */
  forget(): void {
    this.verified.clear();
  }

  private isOpen(request: FastifyRequest): boolean {
    const { access } = request.routeOptions.config;
    if (request.is404 || access === 'public') return true;
    if (access === 'metrics' && this.isMonitoring(request)) return true;
    return access === undefined && this.options.publicPaths.some((path) => request.url.startsWith(path));
  }

  private keyOf(request: FastifyRequest): string {
    return digest(bearerOf(request));
  }

  private async verify(request: FastifyRequest, key: string): Promise<Error | undefined> {
    const identity = await this.tokens.verify(bearerOf(request));
    this.verified.set(key, identity);
    return this.admit(request, identity);
  }

  private admit(request: FastifyRequest, identity: Identity): Error | undefined {
    if (identity.mustChangePassword && request.routeOptions.config.access !== 'one-time-password') {
      return new RequestError(403, 'identity.password-change-required');
    }
    request.identity = identity;
    return undefined;
  }

  private isMonitoring(request: FastifyRequest): boolean {
    const { metricsToken } = this.options;
    if (!metricsToken) return false;
    const given = createHash('sha256').update(request.headers.authorization ?? '');
    const wanted = createHash('sha256').update(`Bearer ${metricsToken}`);
    return timingSafeEqual(given.digest(), wanted.digest());
  }
}

/** Of a route that is not public. */
export function identityOf(request: FastifyRequest): Identity {
  if (!request.identity) throw unauthorized('identity.token-missing');
  return request.identity;
}

function bearerOf(request: FastifyRequest): string {
  const header = request.headers.authorization;
  if (!header) throw unauthorized('identity.token-missing');
  const token = /^Bearer +([\w.~+/=-]+)$/i.exec(header)?.[1];
  if (!token) throw unauthorized('identity.token-malformed', 'invalid_token');
  return token;
}

const digest = (token: string): string => createHash('sha256').update(token).digest('base64url');
