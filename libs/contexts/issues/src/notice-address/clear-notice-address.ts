import { act, Command } from '#kernel';
import { IsUUID } from 'class-validator';
import { noticeAddress, noticeAddressCleared } from './notice-address.js';

export class ClearNoticeAddress extends Command {
  @IsUUID() personId!: string;
}

/** The person gets no letters any more. */
export const clearNoticeAddress = act({
  name: 'clear-notice-address',
  summary: { vi: 'Hủy địa chỉ nhận thông báo', en: 'Clear the address for letters' },
  command: ClearNoticeAddress,
  aggregate: noticeAddress,
  roles: ['cadre', 'secretary', 'office', 'responsible-body', 'admin'],
  id: (command) => command.personId,
  unit: (_command, state) => state.unitId,

  decide({ personId }, { email, unitId }) {
    return email === undefined ? [] : [noticeAddressCleared({ personId, unitId: unitId! })];
  },
});
