import { accessPeriod } from '#contexts/inspections';
import { InvalidArgumentError, type Command } from 'commander';
import type { DataSource } from 'typeorm';
import type { OpenOps } from '../ops-context.js';
import { print } from '../print.js';

function month(text: string): string {
  if (!/^\d{4}-(0[1-9]|1[0-2])$/.test(text)) throw new InvalidArgumentError('a month reads YYYY-MM');
  return text;
}

/** A hundred years of them. */
const monthsBefore = (month: string): string[] =>
  Array.from({ length: 1_200 }, (_, index) => {
    const [year, number] = month.split('-').map(Number) as [number, number];
    return new Date(Date.UTC(year, number - 2 - index, 1)).toISOString().slice(0, 7);
  });

/** The access log has a retention of its own: what a month's readers looked at goes with the month's key. */
export function registerEraseAccessLog(program: Command, open: OpenOps): void {
  program
    .command('erase-access-log')
    .requiredOption('--before <YYYY-MM>', 'first month that is kept', month)
    .description('destroy the keys of the access log of older months, and their rows; the history still verifies')
    .action(async ({ before }: { before: string }) => {
      const { dataSource } = await open();
      const periods = monthsBefore(before).map(accessPeriod);
      const [, keys] = (await dataSource.query(
        `UPDATE person_key SET wrapped_key = NULL, destroyed_at = now()
          WHERE subject = ANY ($1::uuid[]) AND wrapped_key IS NOT NULL`,
        [periods],
      )) as [unknown, number];
      const rows = await deleteRows(dataSource, before);
      print(`${keys} tháng / months, ${rows} dòng / rows`);
    });
}

/** @returns how many readers could see */
async function deleteRows(dataSource: DataSource, before: string): Promise<number> {
  // Also of the table before the last switch, which is kept as a way back, and of one that is being built.
  const tables = await dataSource.query<{ name: string; state: string }[]>(
    `SELECT table_name AS name, state FROM projection_build WHERE view_name = 'access_log'`,
  );
  let seen = 0;
  for (const { name, state } of tables) {
    const [, rows] = await dataSource.query<[unknown, number]>(
      `DELETE FROM views."${name}" WHERE stream < $1 COLLATE "C"`,
      [`access-${before}`],
    );
    if (state === 'live') seen += rows;
  }
  return seen;
}
