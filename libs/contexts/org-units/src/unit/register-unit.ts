import { act, Command, type DecisionRef, DomainError, type LocalDate, tidyName } from '#kernel';
import { IsDay, IsLine, OptionalDecision } from '#platform';
import { IsBoolean, IsIn, IsOptional, IsUUID } from 'class-validator';
import { levelCodes } from './levels.js';
import { readParent, refuseUnfitParent } from './parent.js';
import { unitRecord, unitRegistered } from './unit.js';

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
    const { unitId, level, kind, code, parentId } = command;
    if (state.status !== 'none') throw new DomainError('org-unit.already-registered', { unitId });
    refuseUnfitParent(facts.parent, parentId, level);
    return [
      unitRegistered({
        unitId,
        name: tidyName(command.name),
        level,
        kind: kind === undefined ? null : tidyName(kind),
        code: code ?? null,
        parentId,
        openedOn: command.effectiveAt ?? today,
        generated: command.generated ?? false,
      }),
    ];
  },
});
