import { act, Command } from '#kernel';
import { IsEmail, IsUUID } from 'class-validator';
import { noticeAddress, noticeAddressSet } from './notice-address.js';

export class SetNoticeAddress extends Command {
  /** Id of a cadre or of an account. */
  @IsUUID() personId!: string;
  /** The unit to which the person belongs. */
  @IsUUID() unitId!: string;
  @IsEmail() email!: string;
}

export const setNoticeAddress = act({
  name: 'set-notice-address',
  summary: { vi: 'Đăng ký địa chỉ nhận thông báo', en: 'Set the address for letters' },
  command: SetNoticeAddress,
  aggregate: noticeAddress,
  roles: ['cadre', 'secretary', 'office', 'responsible-body', 'admin'],
  id: (command) => command.personId,
  unit: (command, state) => state.unitId ?? command.unitId,

  decide({ email, personId, unitId }, state) {
    if (email === state.email && unitId === state.unitId) return [];
    return [noticeAddressSet({ personId, unitId, email })];
  },
});
