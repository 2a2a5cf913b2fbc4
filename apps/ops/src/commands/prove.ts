import { AuditFolder, parseEventReference, proveConsistency, proveEvent } from '#audit';
import type { Command } from 'commander';
import { readFile, writeFile } from 'node:fs/promises';
import type { OpenOps } from '../ops-context.js';
import { print } from '../print.js';

export function registerProve(program: Command, open: OpenOps): void {
  program
    .command('prove')
    .requiredOption('--event <reference>', 'id, or <stream>@<revision>')
    .option('--out <file>', 'default: standard output')
    .description('write a proof of one event, to be checked with verify-proof.js and nothing else')
    .action(async ({ event, out }: { event: string; out?: string }) => {
      const { dataSource, store, config } = await open();
      const folder = new AuditFolder(config.NCS_DATA);
      const proof = await proveEvent({ dataSource, store, folder }, parseEventReference(event));
      const text = JSON.stringify(proof, undefined, 2);
      if (out === undefined) return print(text);
      await writeFile(out, `${text}\n`);
      print(`${out}: ${proof.event.type}, ${proof.event.stream} @ ${proof.event.revision}`);
    });

  program
    .command('prove-consistency')
    .argument('<file>', 'with one checkpoint that was kept elsewhere')
    .description('prove that the log of today begins with the log of that checkpoint')
    .action(async (file: string) => {
      const earlier = await readFile(file, 'utf8');
      print(JSON.stringify(await proveConsistency((await open()).dataSource, earlier), undefined, 2));
    });
}
