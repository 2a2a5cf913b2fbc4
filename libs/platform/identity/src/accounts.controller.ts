import { DomainError, forbidden, notFound, roles, type Actor, type Role, type UnitTree } from '#kernel';
import { validateBody } from '#platform';
import { Body, Controller, Get, HttpCode, Inject, Param, Post, Query, Req } from '@nestjs/common';
import { Transform } from 'class-transformer';
import { IsIn, IsInt, IsOptional, IsString, IsUUID, Matches, Max, MaxLength, Min } from 'class-validator';
import type { FastifyRequest } from 'fastify';
import { randomUUID } from 'node:crypto';
import { Accounts, type Account } from './accounts.js';
import { Authentication, identityOf } from './authenticate.js';

export const UNIT_TREE = Symbol('UnitTree');

const accountRoles = roles.filter((role) => role !== 'system');

export class CreateAccount {
  /** The subject of every event; give a cadre's account the cadre's id. Left out: a new one. */
  @IsOptional() @IsUUID() id?: string;
  @Matches(/^[a-z0-9][a-z0-9._@-]{2,99}$/, { message: 'username: 3 to 100 of a-z 0-9 . _ @ -' }) username!: string;
  @IsIn(accountRoles) role!: Role;
  @IsUUID() unitId!: string;
}

export class ListAccounts {
  @Transform(({ value }: { value: unknown }) => (value === undefined ? value : Number(value)))
  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(1000)
  limit?: number;

  /** The last `username` of the page before. */
  @IsOptional() @IsString() @MaxLength(100) after?: string;
}

type AccountReply = Omit<Account, 'generation'>;

/** Local accounts, for admins, each within their own subtree. */
@Controller('api/accounts')
export class AccountsController {
  constructor(
    private readonly accounts: Accounts,
    private readonly authentication: Authentication,
    @Inject(UNIT_TREE) private readonly units: UnitTree,
  ) {}

  @Post()
  async create(@Body() body: unknown, @Req() request: FastifyRequest): Promise<object> {
    const actor = adminOf(request);
    const { id = randomUUID(), role, unitId, username } = validateBody(CreateAccount, body);
    if (!(await this.units.contains(actor.unitId, unitId))) throw forbidden('identity.outside-scope', { unitId });
    const created = await this.accounts.create({ id, username, role, unitId, createdBy: actor.subject });
    if (!created) throw new DomainError('identity.account-exists', { username });
    return { ...replyOf(created.account), oneTimePassword: created.oneTimePassword };
  }

  /** Only accounts of the admin's subtree; a page may therefore be shorter than `limit`. */
  @Get()
  async list(@Query() query: unknown, @Req() request: FastifyRequest): Promise<object> {
    const actor = adminOf(request);
    const { after, limit = 100 } = validateBody(ListAccounts, query);
    const page = await this.accounts.list(limit, after);
    const isVisible = await Promise.all(page.map(({ unitId }) => this.units.contains(actor.unitId, unitId)));
    return {
      accounts: page.filter((_, index) => isVisible[index]).map(replyOf),
      next: page.length === limit ? page.at(-1)!.username : null,
    };
  }

  @Post(':id/disable')
  @HttpCode(200)
  async disable(@Param('id') id: string, @Req() request: FastifyRequest): Promise<AccountReply> {
    await this.ofAdmin(id, request);
    return this.changed(await this.accounts.disable(id));
  }

  @Post(':id/enable')
  @HttpCode(200)
  async enable(@Param('id') id: string, @Req() request: FastifyRequest): Promise<AccountReply> {
    await this.ofAdmin(id, request);
    return this.changed(await this.accounts.enable(id));
  }

  @Post(':id/reset-password')
  @HttpCode(200)
  async resetPassword(@Param('id') id: string, @Req() request: FastifyRequest): Promise<object> {
    const { username } = await this.ofAdmin(id, request);
    const oneTimePassword = await this.accounts.resetPassword(id);
    this.authentication.forget();
    return { id, username, oneTimePassword };
  }

  /** An account that this admin may change: in the subtree, and not the admin's own, so that nobody locks out the last. */
  private async ofAdmin(id: string, request: FastifyRequest): Promise<Account> {
    const actor = adminOf(request);
    const account = isUuid(id) ? await this.accounts.find(id) : undefined;
    if (!account || !(await this.units.contains(actor.unitId, account.unitId))) {
      throw notFound('identity.account-unknown', { id });
    }
    if (account.id === actor.subject) throw new DomainError('identity.own-account');
    return account;
  }

  private changed(account: Account): AccountReply {
    this.authentication.forget();
    return replyOf(account);
  }
}

const isUuid = (text: string): boolean => /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/i.test(text);

function adminOf(request: FastifyRequest): Actor {
  const { actor } = identityOf(request);
  if (actor.role !== 'admin') throw forbidden('identity.admin-only', { role: actor.role });
  return actor;
}

const replyOf = ({ generation: _, ...account }: Account): AccountReply => account;
