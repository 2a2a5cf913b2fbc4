import { rebuild, type RebuildReport } from '#projections';
import type { OpsContext } from '../ops-context.js';
import { everyView } from './rebuild.js';

/** Refolds every view from all events, beside the live tables, and compares row by row. Nothing is switched. */
export async function verifyViews({ codec, dataSource, store }: OpsContext): Promise<RebuildReport[]> {
  return rebuild({ dataSource, store, decode: codec.decode.bind(codec), dryRun: true }, everyView());
}

export const areAsTold = (reports: readonly RebuildReport[]): boolean =>
  reports.every(({ verified }) => verified === 'same');

/** Names the first row of each view that is not what the history says. */
export function describedViews(reports: readonly RebuildReport[]): string[] {
  const rows = reports.reduce((sum, report) => sum + report.rows, 0);
  return [
    `${reports.length} khung nhìn / views, ${rows} dòng dựng lại / rows refolded`,
    ...reports.flatMap(({ differences, verified, view }) => {
      if (verified === 'same') return [];
      if (verified === 'not-comparable') return [`${view}: chưa so sánh được, đang dựng lại / can not be compared yet`];
      const [first] = differences?.examples ?? [];
      return [
        `${view}: ${differences?.count ?? 0} dòng khác / rows differ; dòng đầu / the first:`,
        `  có / live       ${JSON.stringify(first?.live ?? null)}`,
        `  phải là / should ${JSON.stringify(first?.built ?? null)}`,
      ];
    }),
    areAsTold(reports)
      ? 'ĐÚNG: mọi dòng đúng như lịch sử / OK: every row is what the history says'
      : 'KHÔNG ĐÚNG / NOT OK',
  ];
}
