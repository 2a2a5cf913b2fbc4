import { Accounts, ensureFirstAdmin } from '#platform/identity';
import type { Command } from 'commander';
import type { OpenOps } from '../ops-context.js';
import { print } from '../print.js';

export function registerAccounts(program: Command, open: OpenOps): void {
  program
    .command('first-admin')
    .description('make the first account, or give it a new one-time password while nobody has signed in')
    .action(async () => {
      const { dataSource } = await open();
      const admin = await ensureFirstAdmin(dataSource);
      if (!admin) throw new Error('somebody has signed in before: see reset-password');
      print(`${admin.username}: ${admin.oneTimePassword}`);
    });

  program
    .command('reset-password')
    .argument('<username>')
    .description('give a local account a one-time password; ends its sessions')
    .action(async (username: string) => {
      const accounts = new Accounts((await open()).dataSource);
      const account = await accounts.findByName(username);
      if (!account) throw new Error(`there is no account "${username}"`);
      print(`${account.username}: ${await accounts.resetPassword(account.id)}`);
    });
}
