import { packInForce } from '#contexts/rule-packs/contracts';
import { act, DomainError, type DecisionRef, type LocalDate } from '#kernel';
import { IsDay, IsDecision } from '#platform';
import { IsOptional } from 'class-validator';
import { firstDayOf, lastDayOf } from '../evaluation/period.js';
import { campaign, campaignId, campaignOpened } from './campaign.js';
import { GroupedCampaign, groupsOf, readUnits } from './groups.js';

export class OpenCampaign extends GroupedCampaign {
  @IsOptional() @IsDay() dueOn?: LocalDate;
  @IsDecision() decision!: DecisionRef;
}

/** Each superior opens its own; the order from below upwards holds between them (see `decide-classification`). */
export const openCampaign = act({
  name: 'open-campaign',
  summary: { vi: 'Mở đợt đánh giá, xếp loại', en: "Open a campaign: a superior's evaluation of the units below it" },
  command: OpenCampaign,
  aggregate: campaign,
  roles: ['secretary', 'office', 'admin'],
  id: (command) => campaignId(command.unitId, command.period),
  creates: true,
  unit: (command) => command.unitId,

  facts: async ({ unitId, period, groups }, _state, read) => ({
    units: await readUnits(read, groups),
    pack: await packInForce(read, 'evaluation', unitId, lastDayOf(period)),
  }),

  decide({ unitId, period, groups, dueOn = null }, state, { facts, today }) {
    if (state.status !== 'none') throw new DomainError('campaign.already-open', { unitId, period });
    if (firstDayOf(period) > today) throw new DomainError('evaluation.period-not-begun', { period, today });
    return [
      campaignOpened({
        campaignId: campaignId(unitId, period),
        unitId,
        period,
        groups: groupsOf(groups, facts.units, unitId, period),
        pack: facts.pack ? { name: facts.pack.name, version: facts.pack.version } : null,
        dueOn,
      }),
    ];
  },
});
