import { derivedId } from '#kernel';
import { given } from '#testing';
import type { Grade } from '../evaluation/vocabulary.js';
import { campaignCancelled, campaignId, campaignOpened, classificationsPublished } from './campaign.js';
import { cancelCampaign } from './cancel-campaign.js';

const unitId = derivedId('spec', 'Đảng ủy xã An Hiệp');
const cells = [derivedId('spec', 'chi bộ ấp 1'), derivedId('spec', 'chi bộ ấp 2')] as const;
const period = '2025';
const id = { campaignId: campaignId(unitId, period), unitId, period };
const opened = campaignOpened({ ...id, groups: [{ name: 'Ấp', unitIds: cells }], pack: null, dueOn: null });
const body = { unitId, period, reason: 'Mở nhầm kỳ' };
const facts = (...grades: readonly (Grade | null)[]) => ({
  facts: { grades: new Map(cells.map((cell, index) => [cell, grades[index] ?? null])) },
});

describe('cancel-campaign', () => {
  it('names the units that are in none any more, and lets it be opened again', () => {
    const cancelled = campaignCancelled({ ...id, removedUnitIds: cells });
    given(cancelCampaign, [opened], facts()).when(body).then([cancelled]);
    given(cancelCampaign, [opened, cancelled], facts()).when(body).thenRefused('campaign.unknown');
    given(cancelCampaign, [opened, cancelled, opened], facts()).when(body).then([cancelled]);
  });

  it('is refused once a unit is classified, or the results are published', () => {
    given(cancelCampaign, [opened], facts('good')).when(body).thenRefused('campaign.already-decided', { decided: 1 });
    const published = classificationsPublished({ ...id, publishedOn: '2025-12-31', results: [] });
    given(cancelCampaign, [opened, published], facts()).when(body).thenRefused('campaign.published');
    given(cancelCampaign, [], facts()).when(body).thenRefused('campaign.unknown', { unitId, period });
  });
});
