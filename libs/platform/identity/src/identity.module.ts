import type { UnitTree } from '#kernel';
import { Module, type DynamicModule } from '@nestjs/common';
import { AccountsController, UNIT_TREE } from './accounts.controller.js';
import { Accounts } from './accounts.js';
import { AuthController, MeController } from './auth.controller.js';
import { Authentication } from './authenticate.js';
import { LocalTokens } from './local-tokens.js';
import { SignInLimit } from './sign-in-limit.js';

export interface LocalIdentity {
  readonly accounts: Accounts;
  readonly tokens: LocalTokens;
  readonly units: UnitTree;
  readonly now: () => number;
}

/** Signing in and accounts, where this system keeps them itself; with an OpenID Connect provider only `/api/me`. */
@Module({})
export class IdentityModule {
  static register(authentication: Authentication, local: LocalIdentity | undefined): DynamicModule {
    if (!local) return { module: IdentityModule, controllers: [MeController] };
    return {
      module: IdentityModule,
      controllers: [AuthController, AccountsController, MeController],
      providers: [
        { provide: Accounts, useValue: local.accounts },
        { provide: LocalTokens, useValue: local.tokens },
        { provide: SignInLimit, useValue: new SignInLimit(local.now) },
        { provide: Authentication, useValue: authentication },
        { provide: UNIT_TREE, useValue: local.units },
      ],
    };
  }
}
