import { jwtVerify, SignJWT } from 'jose';
import type { Account, Accounts } from './accounts.js';
import { isAccountRole, tokenProblem, unauthorized, type Identity, type TokenVerifier } from './identity.js';

const issuer = 'nam-co-so';
const algorithm = 'HS256';
/** A disabled account or a changed password ends tokens within this time in every process. */
const recheckMs = 60_000;

export interface AccessToken {
  readonly accessToken: string;
  readonly tokenType: 'Bearer';
  /** Seconds. */
  readonly expiresIn: number;
  readonly mustChangePassword: boolean;
}

/** Tokens of local accounts. The key is derived from the master key, so every API process has the same one. */
export class LocalTokens implements TokenVerifier {
  constructor(
    private readonly accounts: Accounts,
    private readonly key: Uint8Array,
    private readonly lifeSeconds: number,
    private readonly now: () => number,
  ) {}

  async issue({ generation, id, mustChangePassword }: Account): Promise<AccessToken> {
    const issuedAt = Math.floor(this.now() / 1000);
    const accessToken = await new SignJWT({ generation })
      .setProtectedHeader({ alg: algorithm, typ: 'JWT' })
      .setSubject(id)
      .setIssuer(issuer)
      .setAudience(issuer)
      .setIssuedAt(issuedAt)
      .setExpirationTime(issuedAt + this.lifeSeconds)
      .sign(this.key);
    return { accessToken, tokenType: 'Bearer', expiresIn: this.lifeSeconds, mustChangePassword };
  }

  /** Role and unit are the account's present ones, not those of the time of signing in. */
  async verify(token: string): Promise<Identity> {
    const now = this.now();
    const checks = { issuer, audience: issuer, algorithms: [algorithm], currentDate: new Date(now) };
    const { payload } = await jwtVerify(token, this.key, { ...checks, requiredClaims: ['exp', 'sub'] }).catch(
      (error: unknown) => {
        throw tokenProblem(error) ?? error;
      },
    );
    const account = await this.accounts.find(payload.sub!);
    if (
      !account ||
      account.isDisabled ||
      account.generation !== payload['generation'] ||
      !isAccountRole(account.role)
    ) {
      throw unauthorized('identity.token-revoked', 'invalid_token');
    }
    return {
      actor: { subject: account.id, role: account.role, unitId: account.unitId },
      mustChangePassword: account.mustChangePassword,
      validUntil: Math.min(payload.exp! * 1000, now + recheckMs),
    };
  }
}
