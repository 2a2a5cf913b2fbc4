import type { Actor, Role } from '#kernel';
import { roles } from '#kernel';
import { RequestError } from '#platform/http';

/** Who a token speaks for. */
export interface Identity {
  readonly actor: Actor;
  /** A one-time password was used: nothing but changing it is allowed. */
  readonly mustChangePassword: boolean;
  /** Milliseconds since 1970 after which the token must be looked at again. */
  readonly validUntil: number;
}

export interface TokenVerifier {
  /** @throws RequestError 401 (or 503 when the provider cannot be asked) */
  verify(token: string): Promise<Identity>;
}

/** Roles that a token may carry; `system` acts are made inside. */
export const isAccountRole = (value: unknown): value is Exclude<Role, 'system'> =>
  typeof value === 'string' && value !== 'system' && (roles as readonly string[]).includes(value);

/** 401 with the challenge that RFC 6750 asks for. */
export function unauthorized(code: string, tokenError?: 'invalid_token'): RequestError {
  const challenge = `Bearer realm="nam-co-so"${tokenError ? `, error="${tokenError}", error_description="${code}"` : ''}`;
  return new RequestError(401, code, { headers: { 'www-authenticate': challenge } });
}

/** What jose says of a token, as our codes. */
export function tokenProblem(error: unknown): RequestError | undefined {
  const { code } = (error ?? {}) as { code?: unknown };
  if (code === 'ERR_JWT_EXPIRED') return unauthorized('identity.token-expired', 'invalid_token');
  if (typeof code === 'string' && /^ERR_(JWT|JWS|JOSE|JWKS_NO_MATCHING_KEY)/.test(code)) {
    return unauthorized('identity.token-invalid', 'invalid_token');
  }
  return undefined;
}
