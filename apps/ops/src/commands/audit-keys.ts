import {
  addCountersignature,
  AuditFolder,
  countersign,
  formatVerifierKey,
  newCosignerKey,
  parseVerifierKey,
  rebaseAudit,
  SigningKey,
} from '#audit';
import { loadConfig } from '#platform';
import type { Command } from 'commander';
import { readFile, writeFile } from 'node:fs/promises';
import type { OpenOps } from '../ops-context.js';
import { print } from '../print.js';

/** Keys of the audit log and lines of second parties. */
export function registerAuditKeys(program: Command, open: OpenOps): void {
  registerLogKeys(program, open);
  registerSecondParty(program, open);
}

function registerLogKeys(program: Command, open: OpenOps): void {
  program
    .command('audit-keys')
    .description('print the public keys of the audit log, oldest first: publish them where we can not change them')
    .action(async () => {
      const { keys } = await new AuditFolder(loadConfig(process.env).NCS_DATA).publicKeys();
      for (const key of keys) print(formatVerifierKey(key));
    });

  program
    .command('rotate-audit-key')
    .description('make a new signing key; it takes over within seconds, by a checkpoint that the old key signs as well')
    .action(async () => {
      print(formatVerifierKey(await new AuditFolder(loadConfig(process.env).NCS_DATA).rotate()));
    });

  program
    .command('audit-moved')
    .description('after "copy": let the audit log go on from the store that the events were copied to')
    .action(async () => {
      const { dataSource, store } = await open();
      print(`the audit log goes on after ${await rebaseAudit(dataSource, store)}`);
    });
}

function registerSecondParty(program: Command, open: OpenOps): void {
  program
    .command('new-cosigner-key')
    .argument('<name>', 'of the second party, without spaces: uy-ban-kiem-tra.example')
    .argument('<file>', 'for the private key, readable by its owner only')
    .description('second party, on its own machine: make a key and print the public one')
    .action(async (name: string, file: string) => {
      const key = newCosignerKey(name);
      await writeFile(file, `${key.format()}\n`, { mode: 0o600, flag: 'wx' });
      print(formatVerifierKey(key.verifier));
    });

  program
    .command('countersign')
    .argument('<checkpoint>', 'file with one checkpoint')
    .argument('<key>', 'file with the private key')
    .description('second party, on its own machine: print its line for a checkpoint that it has verified')
    .action(async (checkpoint: string, keyFile: string) => {
      const key = SigningKey.parse(await readFile(keyFile, 'utf8'));
      print(countersign(await readFile(checkpoint, 'utf8'), key, new Date()).line);
    });

  program
    .command('add-countersignature')
    .argument('<line>', 'as the second party gave it')
    .requiredOption('--key <verifier key>', "the second party's public key")
    .option('--checkpoint <file>', 'the checkpoint that it signed; the last one when left out')
    .description('put the line of a second party on a checkpoint, in the database and in cosigned.log')
    .action(async (line: string, { key, checkpoint }: { key: string; checkpoint?: string }) => {
      const note = checkpoint === undefined ? undefined : await readFile(checkpoint, 'utf8');
      const { dataSource, config } = await open();
      const folder = new AuditFolder(config.NCS_DATA);
      print((await addCountersignature(dataSource, folder, line, parseVerifierKey(key), note)).trimEnd());
    });
}
