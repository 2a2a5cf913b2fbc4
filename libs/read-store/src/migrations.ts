import type { MigrationInterface } from 'typeorm';
import { Projections1732240000000 } from './migrations/1732240000000-projections.js';
import { PersonKeys1732240000001 } from './migrations/1732240000001-person-keys.js';
import { Accounts1732240000002 } from './migrations/1732240000002-accounts.js';
import { Audit1732240000003 } from './migrations/1732240000003-audit.js';
import { Processes1732240000010 } from './migrations/1732240000010-processes.js';
import { Corrections1732240000020 } from './migrations/1732240000020-corrections.js';
import { Rebuilds1732240000030 } from './migrations/1732240000030-rebuilds.js';
import { ProcessParking1732240000040 } from './migrations/1732240000040-process-parking.js';
import { ProcessDefects1732240000050 } from './migrations/1732240000050-process-defects.js';
import { ProcessDecisions1732240000060 } from './migrations/1732240000060-process-decisions.js';
import { LettersNotSent1732240000070 } from './migrations/1732240000070-letters-not-sent.js';

/** Every migration, oldest first. TypeORM orders them by the number at the end of the class name. */
export const migrations: readonly (new () => MigrationInterface)[] = [
  Projections1732240000000,
  PersonKeys1732240000001,
  Accounts1732240000002,
  Audit1732240000003,
  Processes1732240000010,
  Corrections1732240000020,
  Rebuilds1732240000030,
  ProcessParking1732240000040,
  ProcessDefects1732240000050,
  ProcessDecisions1732240000060,
  LettersNotSent1732240000070,
];
