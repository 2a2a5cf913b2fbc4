import { unitRecord } from '#contexts/org-units/contracts';
import { shippedPacks } from '#contexts/rule-packs/contracts';
import { derivedId, type Reader } from '#kernel';
import { given } from '#testing';
import { campaign, campaignId, campaignOpened } from './campaign.js';
import { OpenCampaign, openCampaign } from './open-campaign.js';

const unitId = derivedId('spec', 'Đảng ủy xã An Hiệp');
const cells = [1, 2, 3].map((number) => derivedId('spec', 'chi bộ ấp', number)).sort() as [string, string, string];
const period = '2023';
const record = { ...unitRecord.initialState, status: 'open' as const, openedOn: '2016-01-01', parentId: unitId };
const ours = { unit: record, superiorId: unitId };
const units = new Map(cells.map((id) => [id, ours]));
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

  it('holds units that stood directly below the superior in the period, and existed in it', () => {
    const elsewhere = derivedId('spec', 'xã khác');
    const closed = { ...record, status: 'closed' as const, closedOn: '2022-12-31' };
    const wrong = [
      { unit: { ...record, parentId: elsewhere }, superiorId: elsewhere },
      { unit: closed, superiorId: unitId },
      { unit: unitRecord.initialState, superiorId: undefined },
    ];
    for (const each of wrong) {
      given(openCampaign, [], { facts: { units: new Map([...units, [cells[2], each]]), pack } })
        .when(body)
        .thenRefused('campaign.unit-not-directly-below', {
          unitId: cells[2],
          superiorId: unitId,
          superiorThen: each.superiorId ?? null,
        });
    }
  });

  it('asks the tree of the period, not of today: a cell that has since moved is evaluated where it stood', async () => {
    const [before, after] = [derivedId('spec', 'xã cũ'), derivedId('spec', 'xã mới')];
    const places = [
      { since: '2016-01-01', parentId: before },
      { since: '2024-03-01', parentId: after },
    ];
    const states = new Map<string, unknown>([[cells[0], { ...record, parentId: after, places }]]);
    const read: Reader = {
      state: (of, id) => Promise.resolve((states.get(id) ?? of.initialState) as typeof of.initialState),
      origin: () => Promise.resolve(undefined),
    };
    const superiorIn = async (asked: string) => {
      const command = Object.assign(new OpenCampaign(), {
        ...{ ...body, period: asked },
        groups: [{ name: 'Ấp', unitIds: [cells[0]] }],
      });
      const { units: found, pack: by } = await openCampaign.facts!(command, campaign.initialState, read);
      return [found.get(cells[0])?.superiorId, by?.name];
    };
    expect(await superiorIn('2023')).toEqual([before, '124']);
    expect(await superiorIn('2024')).toEqual([after, '124']);
    expect(await superiorIn('2025')).toEqual([after, '366']);
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
