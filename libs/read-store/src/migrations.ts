import type { MigrationInterface } from 'typeorm';
import { Projections1732240000000 } from './migrations/1732240000000-projections.js';

/** Every migration, oldest first. TypeORM orders them by the number at the end of the class name. */
export const migrations: readonly (new () => MigrationInterface)[] = [Projections1732240000000];
