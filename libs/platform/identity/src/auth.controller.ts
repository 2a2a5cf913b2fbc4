import { validateBody } from '#platform';
import { RequestError } from '#platform/http';
import { Body, Controller, Get, HttpCode, Post, Req } from '@nestjs/common';
import { IsString, MaxLength, MinLength } from 'class-validator';
import type { FastifyRequest } from 'fastify';
import { Accounts, type Account } from './accounts.js';
import { Allow, Authentication, identityOf } from './authenticate.js';
import { unauthorized } from './identity.js';
import { LocalTokens, type AccessToken } from './local-tokens.js';
import { SignInLimit } from './sign-in-limit.js';

export class SignIn {
  @IsString() @MaxLength(100) username!: string;
  @IsString() @MaxLength(200) password!: string;
}

export class ChangePassword {
  @IsString() @MaxLength(200) password!: string;
  /** Length is what makes a password strong (NIST SP 800-63B); no rules about kinds of characters. */
  @IsString() @MinLength(12) @MaxLength(200) newPassword!: string;
}

@Controller('api/auth')
export class AuthController {
  constructor(
    private readonly accounts: Accounts,
    private readonly tokens: LocalTokens,
    private readonly limit: SignInLimit,
    private readonly authentication: Authentication,
  ) {}

  @Post('sign-in')
  @HttpCode(200)
  @Allow('public')
  async signIn(@Body() body: unknown, @Req() request: FastifyRequest): Promise<AccessToken> {
    const { password, username } = validateBody(SignIn, body);
    const account = await this.authenticate(username, password, request.ip);
    return this.tokens.issue(account);
  }

  @Post('change-password')
  @HttpCode(200)
  @Allow('one-time-password')
  async changePassword(@Body() body: unknown, @Req() request: FastifyRequest): Promise<AccessToken> {
    const { newPassword, password } = validateBody(ChangePassword, body);
    const { subject } = identityOf(request).actor;
    const { username } = (await this.accounts.find(subject))!;
    await this.authenticate(username, password, request.ip);
    if (newPassword === password || newPassword.toLowerCase().includes(username)) {
      throw new RequestError(422, 'request.invalid', {
        fields: [
          { field: 'newPassword', code: 'is-new', message: 'newPassword must be new and must not hold the user name' },
        ],
      });
    }
    const account = await this.accounts.changePassword(subject, newPassword);
    this.authentication.forget();
    return this.tokens.issue(account);
  }

  private async authenticate(username: string, password: string, address: string): Promise<Account> {
    this.limit.attempt(username.toLowerCase(), address);
    const account = await this.accounts.authenticate(username, password);
    if (!account) throw unauthorized('identity.sign-in-failed');
    this.limit.succeeded(username.toLowerCase(), address);
    return account;
  }
}

/** With every kind of token. */
@Controller('api/me')
export class MeController {
  @Get()
  @Allow('one-time-password')
  me(@Req() request: FastifyRequest): object {
    const { actor, mustChangePassword } = identityOf(request);
    return { ...actor, mustChangePassword };
  }
}
