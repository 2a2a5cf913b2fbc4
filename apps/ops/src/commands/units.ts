import { unitsBefore2025, unitsSince2025, type UnitBody, type UnusableRow } from '#contexts/org-units';
import { derivedId, formatPosition } from '#kernel';
import type { Command } from 'commander';
import type { OpenOps } from '../ops-context.js';
import { print, progressBar, warn } from '../print.js';
import { reorganise } from '../units/reorganise.js';
import { runSteps, type StepsReport } from '../units/run-steps.js';
import { openCommands } from '../units/submit.js';

interface Which {
  readonly before2025?: true;
  readonly province?: string;
  readonly district?: string;
}

/** The real units of Vietnam: printed for the bulk import, or registered and reorganised on the spot. */
export function registerUnits(program: Command, open: OpenOps): void {
  const units = program
    .command('units')
    .description('print the real units of Vietnam as NDJSON for the bulk import of register-unit');
  which(units).action((_flags, command: Command) => {
    for (const unit of unitsOf(command.opts())) print(JSON.stringify(unit));
  });
  which(units.command('import'))
    .description('register the real units of Vietnam; goes on where it was stopped')
    .action((_flags, command: Command) => importUnits(command.optsWithGlobals(), open));
  units
    .command('reorganise-2025')
    .option('--province <name>', 'only what became part of this province, e.g. "Tỉnh Thái Nguyên"')
    .description('63 provinces to 34, districts closed, communes merged; goes on where it was stopped')
    .action((_flags, command: Command) => reorganise2025(command.optsWithGlobals<Which>().province, open));
}

const which = (command: Command): Command =>
  command
    .option('--before-2025', 'provinces, districts and communes as they were until 2025-06-30')
    .option('--province <name>', 'with --before-2025: only this province, e.g. "Tỉnh Bắc Kạn"')
    .option('--district <name>', 'with --province: only this district, e.g. "Huyện Ba Tri"');

function unitsOf({ before2025, province, district }: Which): readonly UnitBody[] {
  if (!before2025) return unitsSince2025();
  const part = { ...(province ? { province } : {}), ...(district ? { district } : {}) };
  const { units, unusable } = unitsBefore2025(part);
  if (units.length === 0) throw new Error(`no unit of that name until 2025-06-30: ${JSON.stringify(part)}`);
  reportUnusable(unusable);
  warn(`${units.length} units, ${unusable.length} rows that cannot be used`);
  return units;
}

async function importUnits(flags: Which, open: OpenOps): Promise<void> {
  const units = unitsOf(flags);
  const commands = openCommands(await open(), derivedId('units-import'));
  const bar = progressBar('{step} {bar} {percentage}% | {value}/{total} | {eta_formatted}');
  bar.start(units.length, 0, { step: 'units' });
  try {
    // A unit stands below one of the level before it: level by level, each side by side.
    for (const level of new Set(units.map((unit) => unit.level))) {
      const steps = units
        .filter((unit) => unit.level === level)
        .map((body) => ({
          act: 'register-unit',
          body: { ...body },
          commandId: derivedId('units-import', body.unitId),
        }));
      report(level, knownBefore(await runSteps(steps, commands.submit, () => bar.increment({ step: level }))));
    }
  } finally {
    bar.stop();
    await commands.close();
  }
}

/** Units that somebody registered in another way are there all the same. */
function knownBefore(outcome: StepsReport): StepsReport {
  const refused = outcome.refused.filter(({ error }) => error.code !== 'org-unit.already-registered');
  return { ...outcome, refused, unchanged: outcome.unchanged + outcome.refused.length - refused.length };
}

async function reorganise2025(province: string | undefined, open: OpenOps): Promise<void> {
  const context = await open();
  const commands = openCommands(context, derivedId('reorganisation-2025'));
  const bar = progressBar('{phase} {bar} {percentage}% | {value}/{total} | {eta_formatted}');
  bar.start(0, 0, { phase: 'plan' });
  try {
    const { plan, ...outcome } = await reorganise({
      ...{ dataSource: context.dataSource, store: context.store, submit: commands.submit },
      ...(province === undefined ? {} : { province }),
      onProgress({ phase, done, total }) {
        bar.setTotal(total);
        bar.update(done, { phase });
      },
    });
    bar.stop();
    reportUnusable(plan.unusable);
    for (const { ward_code, name } of plan.withoutPredecessor) warn(`no known predecessor: ${ward_code} ${name}`);
    report('the reorganisation', outcome);
  } finally {
    bar.stop();
    await commands.close();
  }
}

function reportUnusable(rows: readonly UnusableRow[]): void {
  for (const { row, why } of rows) warn(`not used (${why}): ${JSON.stringify(row)}`);
}

function report(what: string, { applied, unchanged, refused, position }: StepsReport): void {
  for (const { step, error } of refused) {
    warn(`refused: ${step.act} ${JSON.stringify(step.body)}: ${error.code} ${JSON.stringify(error.details)}`);
  }
  const upTo = position ? `, up to position ${formatPosition(position)}` : '';
  print(`${what}: ${applied} applied, ${unchanged} there already, ${refused.length} refused${upTo}`);
  if (refused.length > 0) process.exitCode = 1;
}
