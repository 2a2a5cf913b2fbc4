import { act, canonicalJson, DomainError, notFound } from '#kernel';
import { IsLine } from '#platform';
import { campaign, campaignId, campaignRegrouped, unitsOf } from './campaign.js';
import { GroupedCampaign, groupsOf, readUnits } from './groups.js';

export class RegroupCampaign extends GroupedCampaign {
  @IsLine(2000) reason!: string;
}

/** Takes units in or out, and groups them otherwise, until the results are published. */
export const regroupCampaign = act({
  name: 'regroup-campaign',
  summary: { vi: 'Điều chỉnh nhóm của đợt đánh giá', en: 'Change the units and groups of a campaign' },
  command: RegroupCampaign,
  aggregate: campaign,
  roles: ['secretary', 'office', 'admin'],
  id: (command) => campaignId(command.unitId, command.period),
  unit: (command) => command.unitId,
  facts: async (command, _state, read) => ({ units: await readUnits(read, command) }),

  decide({ unitId, period, groups: entries }, state, { facts }) {
    if (state.status === 'none') throw notFound('campaign.unknown', { unitId, period });
    if (state.status === 'published') throw new DomainError('campaign.published', { unitId, period });
    const groups = groupsOf(entries, facts.units, unitId, period);
    if (canonicalJson(groups) === canonicalJson(state.groups)) return [];
    const kept = new Set(unitsOf(groups));
    const removedUnitIds = unitsOf(state.groups).filter((id) => !kept.has(id));
    return [campaignRegrouped({ campaignId: campaignId(unitId, period), unitId, period, groups, removedUnitIds })];
  },
});
