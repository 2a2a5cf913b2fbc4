import { unitRecord, type UnitRecord } from '#contexts/org-units/contracts';
import { act, Command, DomainError, rootUnitId, tidyName } from '#kernel';
import { IsLine } from '#platform';
import { IsBoolean, IsOptional, IsUUID, Matches } from 'class-validator';
import { cadreRecord, cadreRegistered } from './cadre.js';
import { readCellLevel, refuseUnfitCell } from './own-cell.js';

export class RegisterCadre extends Command {
  @IsUUID() cadreId!: string;
  @IsLine(200) fullName!: string;
  /** Digits, with `+` and spaces allowed. */
  @IsOptional() @Matches(/^\+?[\d ]{8,20}$/, { message: '$property must be a phone number' }) phone?: string;
  /** Chức vụ. */
  @IsLine(200) position!: string;
  /** The unit to which the cadre belongs. */
  @IsUUID() unitId!: string;
  /** The cadre's own cell (chi bộ nơi sinh hoạt đảng): who follows it is told apart from a visitor. */
  @IsOptional() @IsUUID() cellId?: string;
  /** Demonstration data. */
  @IsOptional() @IsBoolean() generated?: boolean;
}

interface UnitFacts {
  readonly unitStatus: UnitRecord['status'];
  readonly cellLevel?: string | undefined;
}

export const registerCadre = act({
  name: 'register-cadre',
  summary: { vi: 'Đăng ký cán bộ', en: 'Register a cadre' },
  command: RegisterCadre,
  aggregate: cadreRecord,
  roles: ['office', 'admin'],
  id: (command) => command.cadreId,
  creates: true,
  unit: (command) => command.unitId,
  facts: async ({ unitId, cellId }, _state, read): Promise<UnitFacts> => ({
    unitStatus: unitId === rootUnitId ? 'open' : (await read.state(unitRecord, unitId)).status,
    cellLevel: await readCellLevel(read, cellId),
  }),

  decide(command, state, { facts }) {
    const { cadreId, unitId } = command;
    if (state.status !== 'none') throw new DomainError('cadre.already-registered', { cadreId });
    if (facts.unitStatus === 'none') throw new DomainError('cadre.unit-unknown', { unitId });
    if (facts.unitStatus === 'closed') throw new DomainError('cadre.unit-closed', { unitId });
    refuseUnfitCell(command.cellId, facts.cellLevel);
    return [
      cadreRegistered({
        cadreId,
        fullName: tidyName(command.fullName),
        phone: command.phone ?? null,
        position: tidyName(command.position),
        unitId,
        ...(command.cellId === undefined ? {} : { cellId: command.cellId }),
        generated: command.generated ?? false,
      }),
    ];
  },
});
