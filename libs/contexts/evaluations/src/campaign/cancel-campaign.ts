import { act, Command, DomainError, notFound } from '#kernel';
import { IsLine } from '#platform';
import { IsUUID } from 'class-validator';
import { IsPeriod, type Period } from '../evaluation/period.js';
import { campaign, campaignCancelled, campaignId, unitsOf } from './campaign.js';
import { readGrades } from './grades.js';

export class CancelCampaign extends Command {
  /** The superior that opened it. */
  @IsUUID() unitId!: string;
  @IsPeriod() period!: Period;
  @IsLine(2000) reason!: string;
}

/** Of a wrong period, or of a superior that was closed, while no unit in it is classified. Statements and reviews stay. */
export const cancelCampaign = act({
  name: 'cancel-campaign',
  summary: { vi: 'Hủy đợt đánh giá mở nhầm', en: 'Cancel a campaign in which nobody is classified yet' },
  command: CancelCampaign,
  aggregate: campaign,
  roles: ['secretary', 'office', 'admin'],
  id: (command) => campaignId(command.unitId, command.period),
  unit: (command) => command.unitId,
  facts: async ({ period }, state, read) => ({ grades: await readGrades(read, state, period) }),

  decide({ unitId, period }, state, { facts }) {
    if (state.status === 'none') throw notFound('campaign.unknown', { unitId, period });
    if (state.status === 'published') throw new DomainError('campaign.published', { unitId, period });
    const decided = [...facts.grades.values()].filter((grade) => grade !== null).length;
    if (decided > 0) throw new DomainError('campaign.already-decided', { decided });
    const removedUnitIds = unitsOf(state.groups);
    return [campaignCancelled({ campaignId: campaignId(unitId, period), unitId, period, removedUnitIds })];
  },
});
