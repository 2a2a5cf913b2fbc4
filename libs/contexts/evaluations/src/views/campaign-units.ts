import { text, uuid, view } from '#projections';
import { campaignCancelled, campaignOpened, campaignRegrouped, type CampaignGroup } from '../campaign/campaign.js';

interface Placed {
  readonly campaignId: string;
  readonly period: string;
  readonly groups: readonly CampaignGroup[];
}

const rowsOf = ({ campaignId, period, groups }: Placed) =>
  groups.flatMap(({ name, unitIds }) => unitIds.map((unitId) => ({ campaignId, unitId, period, groupName: name })));

/** Which units a campaign evaluates, and in which group of similar ones. */
export const campaignUnits = view({
  name: 'campaign_units',
  version: 1,
  columns: { campaignId: uuid().key(), unitId: uuid().key(), period: text(), groupName: text() },
  indexes: [['unitId']],
})
  .on(campaignOpened, ({ data }, rows) => {
    for (const row of rowsOf(data)) rows.insert(row);
  })
  .on(campaignRegrouped, ({ data }, rows) => {
    for (const unitId of data.removedUnitIds) rows.delete({ campaignId: data.campaignId, unitId });
    for (const row of rowsOf(data)) rows.upsert(row);
  })
  .on(campaignCancelled, ({ data: { campaignId, removedUnitIds } }, rows) => {
    for (const unitId of removedUnitIds) rows.delete({ campaignId, unitId });
  });
