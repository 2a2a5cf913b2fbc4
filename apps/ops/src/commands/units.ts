import { unitsBefore2025, unitsSince2025 } from '#contexts/org-units';
import type { Command } from 'commander';
import { print, warn } from '../print.js';

interface Which {
  readonly before2025?: true;
  readonly province?: string;
  readonly district?: string;
}

/** Real units as bodies of `register-unit`, one per line: pipe them to `POST /api/commands/register-unit`. */
export function registerUnits(program: Command): void {
  program
    .command('units')
    .option('--before-2025', 'provinces, districts and communes as they were until 2025-06-30')
    .option('--province <name>', 'with --before-2025: only this province, e.g. "Tỉnh Bắc Kạn"')
    .option('--district <name>', 'with --province: only this district, e.g. "Huyện Ba Tri"')
    .description('print the real units of Vietnam as NDJSON for the bulk import of register-unit')
    .action(({ before2025, province, district }: Which) => {
      if (!before2025) {
        for (const unit of unitsSince2025()) print(JSON.stringify(unit));
        return;
      }
      const part = { ...(province ? { province } : {}), ...(district ? { district } : {}) };
      const { units, unusable } = unitsBefore2025(part);
      if (units.length === 0) throw new Error(`no unit of that name until 2025-06-30: ${JSON.stringify(part)}`);
      for (const unit of units) print(JSON.stringify(unit));
      for (const { row, why } of unusable) warn(`not used (${why}): ${JSON.stringify(row)}`);
      warn(`${units.length} units, ${unusable.length} rows that cannot be used`);
    });
}
