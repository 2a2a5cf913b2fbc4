import { notFound, rootUnitId, type Role } from '#kernel';
import { randomUUID } from 'node:crypto';
import type { DataSource } from 'typeorm';
import { hashPassword, oneTimePassword, verifyPassword } from './passwords.js';

export interface Account {
  readonly id: string;
  readonly username: string;
  readonly role: Role;
  readonly unitId: string;
  readonly mustChangePassword: boolean;
  readonly isDisabled: boolean;
  /** ISO instant. */
  readonly createdAt: string;
  /** Tokens of an earlier generation are void. */
  readonly generation: number;
}

export interface NewAccount {
  /** The subject of every event; a cadre's account bears the cadre's id. */
  readonly id: string;
  readonly username: string;
  readonly role: Role;
  readonly unitId: string;
  readonly createdBy: string;
}

const columns = `id, username, role, unit_id AS "unitId", must_change_password AS "mustChangePassword",
  disabled_at IS NOT NULL AS "isDisabled", generation,
  to_char(created_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') AS "createdAt"`;

/** The table of local accounts. Knows nothing of who may do what. */
export class Accounts {
  constructor(private readonly dataSource: DataSource) {}

  /** @returns undefined when the id or the name is taken. */
  async create(account: NewAccount): Promise<{ account: Account; oneTimePassword: string } | undefined> {
    const password = oneTimePassword();
    const [created] = await this.dataSource.query<Account[]>(
      `INSERT INTO account (id, username, password_hash, role, unit_id, must_change_password, created_by)
       VALUES ($1, $2, $3, $4, $5, true, $6) ON CONFLICT DO NOTHING RETURNING ${columns}`,
      [account.id, account.username, await hashPassword(password), account.role, account.unitId, account.createdBy],
    );
    return created && { account: created, oneTimePassword: password };
  }

  async find(id: string): Promise<Account | undefined> {
    const [account] = await this.dataSource.query<Account[]>(`SELECT ${columns} FROM account WHERE id = $1`, [id]);
    return account;
  }

  async findByName(username: string): Promise<Account | undefined> {
    const [account] = await this.dataSource.query<Account[]>(`SELECT ${columns} FROM account WHERE username = $1`, [
      username.toLowerCase(),
    ]);
    return account;
  }

  /** By name, a page after `after`. */
  list(limit: number, after = ''): Promise<Account[]> {
    return this.dataSource.query(`SELECT ${columns} FROM account WHERE username > $1 ORDER BY username LIMIT $2`, [
      after,
      limit,
    ]);
  }

  /** @returns undefined for a wrong name, a wrong password or a disabled account, after the same time. */
  async authenticate(username: string, password: string): Promise<Account | undefined> {
    const [row] = await this.dataSource.query<(Account & { hash: string })[]>(
      `SELECT ${columns}, password_hash AS hash FROM account WHERE username = $1 AND disabled_at IS NULL`,
      [username.toLowerCase()],
    );
    if (!(await verifyPassword(row?.hash, password)) || !row) return undefined;
    await this.dataSource.query('UPDATE account SET last_sign_in_at = now() WHERE id = $1', [row.id]);
    const { hash: _, ...account } = row;
    return account;
  }

  async changePassword(id: string, password: string): Promise<Account> {
    return this.update(id, 'password_hash = $2, must_change_password = false', [await hashPassword(password)]);
  }

  async resetPassword(id: string): Promise<string> {
    const password = oneTimePassword();
    await this.update(id, 'password_hash = $2, must_change_password = true', [await hashPassword(password)]);
    return password;
  }

  disable(id: string): Promise<Account> {
    return this.update(id, 'disabled_at = coalesce(disabled_at, now())');
  }

  enable(id: string): Promise<Account> {
    return this.update(id, 'disabled_at = NULL');
  }

  /** Every change ends the tokens given out before it. */
  private async update(id: string, set: string, values: readonly unknown[] = []): Promise<Account> {
    const [[account]] = await this.dataSource.query<[Account[], number]>(
      `UPDATE account SET ${set}, generation = generation + 1 WHERE id = $1 RETURNING ${columns}`,
      [id, ...values],
    );
    if (!account) throw notFound('identity.account-unknown', { id });
    return account;
  }
}

export interface FirstAdmin {
  readonly username: string;
  readonly oneTimePassword: string;
}

/** Any number; the same in every process. */
const bootstrapLock = 4_711_003;

/**
 * Makes the account `admin` of the root unit when there is no account yet. As long as nobody has signed in with it,
 * every call gives it a new one-time password: a password that was printed and lost locks nobody out.
 * @returns undefined when the first admin has signed in before.
 */
export async function ensureFirstAdmin(dataSource: DataSource): Promise<FirstAdmin | undefined> {
  const username = 'admin';
  const password = oneTimePassword();
  const passwordHash = await hashPassword(password);
  return dataSource.transaction(async (transaction) => {
    await transaction.query('SELECT pg_advisory_xact_lock($1)', [bootstrapLock]);
    const [used] = await transaction.query<unknown[]>(
      'SELECT 1 FROM account WHERE username <> $1 OR last_sign_in_at IS NOT NULL LIMIT 1',
      [username],
    );
    if (used) return undefined;
    await transaction.query(
      `INSERT INTO account (id, username, password_hash, role, unit_id, must_change_password)
       VALUES ($1, $2, $3, 'admin', $4, true) ON CONFLICT (username) DO UPDATE SET password_hash = $3`,
      [randomUUID(), username, passwordHash, rootUnitId],
    );
    return { username, oneTimePassword: password };
  });
}
