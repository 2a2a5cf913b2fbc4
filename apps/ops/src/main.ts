import { program } from 'commander';
import { registerAccounts } from './commands/accounts.js';
import { registerAuditKeys } from './commands/audit-keys.js';
import { registerEraseAccessLog } from './commands/erase-access-log.js';
import { registerEvents } from './commands/events.js';
import { registerParked } from './commands/parked.js';
import { registerProcesses } from './commands/processes.js';
import { registerProve } from './commands/prove.js';
import { registerRebuild } from './commands/rebuild.js';
import { registerRepair } from './commands/repair.js';
import { registerSimulate } from './commands/simulate.js';
import { registerStatus } from './commands/status.js';
import { registerUnits } from './commands/units.js';
import { registerVerify } from './commands/verify.js';
import { openOpsContext, type OpsContext } from './ops-context.js';
import { warn } from './print.js';

program.name('ops').description('Nắm Cơ Sở: commands for operators');

let opened: Promise<OpsContext> | undefined;
const open = (): Promise<OpsContext> => (opened ??= openOpsContext());

registerAccounts(program, open);
registerEraseAccessLog(program, open);
registerEvents(program);
registerParked(program, open);
registerProcesses(program, open);
registerRebuild(program, open);
registerRepair(program, open);
registerSimulate(program, open);
registerStatus(program, open);
registerUnits(program, open);
registerVerify(program, open);
registerProve(program, open);
registerAuditKeys(program, open);

try {
  await program.parseAsync();
} catch (error) {
  warn(`ops: ${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = 1;
} finally {
  await (await opened?.catch(() => undefined))?.close();
}
