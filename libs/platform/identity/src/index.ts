export { AccountsController, CreateAccount } from './accounts.controller.js';
export * from './accounts.js';
export { AuthController, ChangePassword, MeController, SignIn } from './auth.controller.js';
export * from './authenticate.js';
export * from './identity.js';
export * from './identity.module.js';
export * from './local-tokens.js';
export * from './oidc-tokens.js';
