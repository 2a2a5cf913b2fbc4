import { RequestError } from '#platform/http';
import { createRemoteJWKSet, jwtVerify, type JWTPayload, type JWTVerifyGetKey } from 'jose';
import { isAccountRole, tokenProblem, unauthorized, type Identity, type TokenVerifier } from './identity.js';

export interface OidcOptions {
  readonly issuer: string;
  readonly audience: string;
  /** Claim with the role or a list that holds it; dots lead into objects. */
  readonly roleClaim: string;
  readonly unitClaim: string;
}

/** Asymmetric only: with a symmetric one the public key could be used as the secret. */
const algorithms = ['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512', 'ES256', 'ES384', 'ES512', 'EdDSA'];
const uuid = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/i;
const timeoutMs = 5_000;

/** Tokens of an OpenID Connect provider. Its keys are found by discovery at the first token. */
export class OidcTokens implements TokenVerifier {
  private keys: Promise<JWTVerifyGetKey> | undefined;

  constructor(private readonly options: OidcOptions) {}

  async verify(token: string): Promise<Identity> {
    const keys = await this.providerKeys();
    const { issuer, audience } = this.options;
    const checks = { issuer, audience, algorithms, requiredClaims: ['exp', 'sub'], clockTolerance: 5 };
    const { payload } = await jwtVerify(token, keys, checks).catch((error: unknown) => {
      throw tokenProblem(error) ?? unavailable(error);
    });
    return this.identityOf(payload);
  }

  private identityOf(payload: JWTPayload): Identity {
    const role = [claim(payload, this.options.roleClaim)].flat().find(isAccountRole);
    const unitId = claim(payload, this.options.unitClaim);
    if (!role) throw unauthorized('identity.role-missing', 'invalid_token');
    if (typeof unitId !== 'string' || !uuid.test(unitId)) {
      throw unauthorized('identity.unit-missing', 'invalid_token');
    }
    return {
      actor: { subject: payload.sub!, role, unitId: unitId.toLowerCase() },
      mustChangePassword: false,
      validUntil: payload.exp! * 1000,
    };
  }

  private providerKeys(): Promise<JWTVerifyGetKey> {
    this.keys ??= discover(this.options.issuer).catch((error: unknown) => {
      this.keys = undefined;
      throw unavailable(error);
    });
    return this.keys;
  }
}

async function discover(issuer: string): Promise<JWTVerifyGetKey> {
  const address = `${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`;
  const reply = await fetch(address, { signal: AbortSignal.timeout(timeoutMs) });
  if (!reply.ok) throw new Error(`${address} answered ${reply.status}`);
  const { issuer: named, jwks_uri: jwksUri } = (await reply.json()) as { issuer?: unknown; jwks_uri?: unknown };
  if (named !== issuer || typeof jwksUri !== 'string') throw new Error(`${address} does not describe ${issuer}`);
  return createRemoteJWKSet(new URL(jwksUri), { timeoutDuration: timeoutMs });
}

const unavailable = (cause: unknown): RequestError =>
  cause instanceof RequestError
    ? cause
    : Object.assign(new RequestError(503, 'identity.provider-unavailable', { headers: { 'retry-after': '5' } }), {
        cause,
      });

const claim = (payload: JWTPayload, path: string): unknown =>
  path.split('.').reduce<unknown>((value, name) => (value as Record<string, unknown> | undefined)?.[name], payload);
