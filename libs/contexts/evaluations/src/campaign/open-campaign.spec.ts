import { unitRecord } from '#contexts/org-units/contracts';
import { shippedPacks } from '#contexts/rule-packs/contracts';
import { derivedId } from '#kernel';
import { given } from '#testing';
import { campaignId, campaignOpened } from './campaign.js';
import { openCampaign } from './open-campaign.js';

const unitId = derivedId('spec', 'Đảng ủy xã An Hiệp');
const cells = [1, 2, 3].map((number) => derivedId('spec', 'chi bộ ấp', number)).sort() as [string, string, string];
const period = '2023';
const record = { ...unitRecord.initialState, status: 'open' as const, openedOn: '2016-01-01', parentId: unitId };
const units = new Map(cells.map((id) => [id, record]));
const pack = shippedPacks('evaluation').find(({ name }) => name === '124');
const facts = { units, pack };
const decision = { number: '20-KH/ĐU', date: '2023-11-01', issuer: 'Đảng ủy xã An Hiệp' };
const groups = [
  { name: 'Chi bộ ấp', unitIds: [cells[1], cells[0]] },
  { name: 'Chi bộ cơ quan', unitIds: [cells[2]] },
];
const body = { unitId, period, groups, decision };
const opened = campaignOpened({
  ...{ campaignId: campaignId(unitId, period), unitId, period, pack: { name: '124', version: 1 }, dueOn: null },
  groups: [{ name: 'Chi bộ ấp', unitIds: [cells[0], cells[1]] }, groups[1]!],
});

describe('open-campaign', () => {
  it('names the units and their groups, and the pack by which the whole campaign is judged', () => {
    given(openCampaign, [], { facts }).when(body).then([opened]);
    given(openCampaign, [], { facts: { units, pack: undefined } })
      .when({ ...body, dueOn: '2023-12-10' })
      .then([campaignOpened({ ...opened.data, pack: null, dueOn: '2023-12-10' })]);
  });

  it('is opened once per superior and period', () => {
    given(openCampaign, [opened], { facts }).when(body).thenRefused('campaign.already-open', { unitId, period });
  });

  it('holds units directly below the superior that existed in the period', () => {
    const strange = { ...record, parentId: derivedId('spec', 'xã khác') };
    const closed = { ...record, status: 'closed' as const, closedOn: '2022-12-31' };
    for (const wrong of [strange, closed, unitRecord.initialState]) {
      given(openCampaign, [], { facts: { units: new Map([...units, [cells[2], wrong]]), pack } })
        .when(body)
        .thenRefused('campaign.unit-not-directly-below', { unitId: cells[2], superiorId: unitId });
    }
  });

  it('holds each unit once, in groups of different names', () => {
    given(openCampaign, [], { facts })
      .when({ ...body, groups: [groups[0]!, { name: 'Khác', unitIds: [cells[0]] }] })
      .thenRefused('request.invalid');
    given(openCampaign, [], { facts })
      .when({ ...body, groups: [groups[0]!, { name: 'Chi bộ ấp', unitIds: [cells[2]] }] })
      .thenRefused('request.invalid');
  });

  it('is not for a period to come', () => {
    given(openCampaign, [], { facts })
      .when({ ...body, period: '2025' })
      .thenRefused('evaluation.period-not-begun');
  });
});
