import { unitRecord } from '#contexts/org-units/contracts';
import { derivedId } from '#kernel';
import { given } from '#testing';
import { campaignId, campaignOpened, campaignRegrouped, classificationsPublished } from './campaign.js';
import { regroupCampaign } from './regroup-campaign.js';

const unitId = derivedId('spec', 'Đảng ủy xã An Hiệp');
const cells = [1, 2, 3].map((number) => derivedId('spec', 'chi bộ ấp', number)).sort() as [string, string, string];
const period = '2023';
const record = { ...unitRecord.initialState, status: 'open' as const, openedOn: '2016-01-01', parentId: unitId };
const facts = { units: new Map(cells.map((id) => [id, { unit: record, superiorId: unitId }])) };
const id = { campaignId: campaignId(unitId, period), unitId, period };
const groups = [{ name: 'Chi bộ ấp', unitIds: [cells[0], cells[1]] }];
const opened = campaignOpened({ ...id, groups, pack: null, dueOn: null });
const changed = [{ name: 'Chi bộ ấp', unitIds: [cells[1], cells[2]] }];
const body = { unitId, period, groups: changed, reason: 'Chi bộ ấp 1 giải thể' };

describe('regroup-campaign', () => {
  it('says the groups as they are to be, and which units are in none any more', () => {
    given(regroupCampaign, [opened], { facts })
      .when(body)
      .then([campaignRegrouped({ ...id, groups: changed, removedUnitIds: [cells[0]] })]);
    given(regroupCampaign, [opened], { facts })
      .when({ ...body, groups })
      .then([]);
  });

  it('of a superior that was closed since: its successor decides, the campaign stays under its name', () => {
    const heir = derivedId('spec', 'Đảng ủy xã mới');
    const passed = { units: new Map(cells.map((cell) => [cell, { unit: record, superiorId: heir }])) };
    given(regroupCampaign, [opened], { facts: passed })
      .when(body)
      .then([campaignRegrouped({ ...id, groups: changed, removedUnitIds: [cells[0]] })]);
  });

  it('is for an open campaign', () => {
    given(regroupCampaign, [], { facts }).when(body).thenRefused('campaign.unknown', { unitId, period });
    const published = classificationsPublished({ ...id, publishedOn: '2023-12-31', results: [] });
    given(regroupCampaign, [opened, published], { facts }).when(body).thenRefused('campaign.published');
  });
});
