import { act, Command, type DecisionRef, DomainError, type LocalDate } from '#kernel';
import { IsDay, IsLine, OptionalDecision } from '#platform';
import { IsBoolean, IsIn, IsOptional, IsUUID } from 'class-validator';
import { levelCodes } from './levels.js';
import { readParent, refuseUnfitParent } from './parent.js';
import { registration } from './registration.js';
import { unitRecord } from './unit.js';

export class RegisterUnit extends Command {
  @IsUUID() unitId!: string;
  @IsLine(200) name!: string;
  /** A code of `unitLevels`. */
  @IsIn(levelCodes) level!: string;
  /** xã, phường, thị trấn, đặc khu, ấp, khu phố… */
  @IsOptional() @IsLine(50) kind?: string;
  @IsOptional() @IsLine(20) code?: string;
  /** The root's id for a province. */
  @IsUUID() parentId!: string;
  /** First day of the unit; the day of entry when left out. */
  @IsOptional() @IsDay() effectiveAt?: LocalDate;
  /** Left out only for units older than the records: bulk data names no decision. */
  @OptionalDecision() decision?: DecisionRef;
  /** Demonstration data. */
  @IsOptional() @IsBoolean() generated?: boolean;
}

export const registerUnit = act({
  name: 'register-unit',
  summary: { vi: 'Đăng ký đơn vị', en: 'Register a unit' },
  command: RegisterUnit,
  aggregate: unitRecord,
  roles: ['office', 'admin'],
  id: (command) => command.unitId,
  creates: true,
  unit: (command) => command.parentId,
  facts: async (command, _state, read) => ({ parent: await readParent(read, command.parentId) }),

  decide(command, state, { facts, today }) {
    const { unitId, level, parentId } = command;
    if (state.status !== 'none') throw new DomainError('org-unit.already-registered', { unitId });
    refuseUnfitParent(facts.parent, parentId, level);
    return [registration({ ...command, openedOn: command.effectiveAt ?? today })];
  },
});
