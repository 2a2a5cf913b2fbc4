import { AuditFolder, CheckpointFile, parseVerifierKey, verifyHistory, type VerifyReport } from '#audit';
import { InvalidArgumentError, type Command } from 'commander';
import { access } from 'node:fs/promises';
import type { OpenOps } from '../ops-context.js';
import { print, progressBar } from '../print.js';
import { areAsTold, describedViews, verifyViews } from './verify-views.js';

interface VerifyFlags {
  readonly key?: string;
  readonly trusted?: string;
  readonly moved?: true;
  readonly streams?: true;
  readonly views?: true;
  readonly json?: true;
}

/** Ends with code 1 when anything is found. */
export function registerVerify(program: Command, open: OpenOps): void {
  program
    .command('verify')
    .option('--key <verifier key>', "the log's first public key as it was published, instead of the one in NCS_DATA")
    .option('--trusted <file>', 'checkpoints that were kept elsewhere, in the form of checkpoints.log')
    .option('--moved', 'the events were copied to another store: its positions and times are not compared')
    .option('--streams', 'also read each stream by its name, as the system does: finds what is hidden there')
    .option('--views', 'also refold every view, and name the first row that is not what the history says')
    .option('--json', 'for machines')
    .description('read all events, the audit log and every checkpoint again, and name the first that was tampered with')
    .action(async (flags: VerifyFlags) => {
      const report = await verify(flags, open);
      const views = flags.views ? await verifyViews(await open()) : undefined;
      if (flags.json) print(JSON.stringify(views ? { ...report, views } : report));
      else for (const line of [...described(report), ...(views ? describedViews(views) : [])]) print(line);
      if (!report.ok || (views && !areAsTold(views))) process.exitCode = 1;
    });
}

async function verify(flags: VerifyFlags, open: OpenOps): Promise<VerifyReport> {
  const pinnedKey = flags.key === undefined ? undefined : parseVerifierKey(flags.key);
  // A misspelt file must not count as one that agrees.
  if (flags.trusted !== undefined) await access(flags.trusted).catch(refuse(`can not read ${flags.trusted}`));
  const { dataSource, store, config } = await open();
  const bar = progressBar('{bar} {percentage}% | {value} of {total} events | {eta_formatted} left');
  if (!flags.json) bar.start(1, 0);
  try {
    return await verifyHistory({
      dataSource,
      store,
      folder: new AuditFolder(config.NCS_DATA),
      ...(pinnedKey && { pinnedKey }),
      ...(flags.trusted !== undefined && { trusted: new CheckpointFile(flags.trusted) }),
      ignorePlaces: flags.moved ?? false,
      streams: flags.streams ?? false,
      onProgress: (events, expected) => {
        bar.setTotal(Math.max(1, expected));
        bar.update(events);
      },
    });
  } finally {
    bar.stop();
  }
}

const refuse = (message: string) => () => {
  throw new InvalidArgumentError(message);
};

const toldOnScreen = 20;

export function described(report: VerifyReport): string[] {
  const { findings, untold, events, signed, leaves, checkpoints, seconds } = report;
  const rate = Math.round(events / Math.max(seconds, 0.001));
  const open = events - signed;
  const [first, ...others] = findings;
  const rest = findings.length - toldOnScreen + untold;
  return [
    `${events} sự kiện / events, ${leaves} trong sổ kiểm toán / in the audit log; ${checkpoints.table} + ${checkpoints.file} điểm kiểm tra / checkpoints (bảng + tệp / table + file); ${seconds.toFixed(1)} s, ${rate}/s`,
    ...(open > 0
      ? [
          `${open} sự kiện cuối chưa có điểm kiểm tra đã ký khớp: nếu bị cắt thì không thể biết / no fitting signed checkpoint covers the last ${open} events: a cut among them can not be noticed`,
        ]
      : []),
    ...(first ? ['', 'SAI LỆCH ĐẦU TIÊN / THE FIRST THING THAT IS WRONG', `  ${first.vi}`, `  ${first.en}`] : []),
    ...(others.length > 0 ? ['', 'Sau đó / then'] : []),
    ...others.slice(0, toldOnScreen - 1).flatMap(({ vi, en }) => [`  ${vi}`, `  ${en}`]),
    ...(rest > 0 ? [`  … ${rest} nữa / more (--json)`] : []),
    '',
    report.ok
      ? 'ĐÚNG: không có gì bị sửa, xóa, đảo, ghi lùi hay cắt / OK: nothing was altered, removed, reordered, back-dated or cut off'
      : 'KHÔNG ĐÚNG / NOT OK',
  ];
}
