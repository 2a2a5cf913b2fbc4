import { derivedId } from '#kernel';
import { project } from '#projections';
import { recorded } from '#testing';
import {
  campaignCancelled,
  campaignId,
  campaignOpened,
  campaignRegrouped,
  classificationsPublished,
} from '../campaign/campaign.js';
import { evaluationCampaigns } from './evaluation-campaigns.js';

const unitId = derivedId('spec', 'Đảng ủy xã An Hiệp');
const cells = [1, 2, 3].map((number) => derivedId('spec', 'chi bộ ấp', number));
const id = { campaignId: campaignId(unitId, '2023'), unitId, period: '2023' };
const groups = [{ name: 'Ấp', unitIds: cells }];
const results = [
  { name: 'Ấp', counts: { excellent: 1, good: 1, completed: 0, failed: 0 }, excellentAllowed: 0, excellentOver: 1 },
];

it('evaluation_campaigns: one row per campaign, from its opening to its publication', () => {
  const events = [
    campaignOpened({ ...id, groups, pack: { name: '124', version: 1 }, dueOn: '2023-12-10' }),
    campaignRegrouped({ ...id, groups: [{ name: 'Ấp', unitIds: cells.slice(1) }], removedUnitIds: [cells[0]!] }),
    classificationsPublished({ ...id, publishedOn: '2023-12-31', results }),
  ];
  const decision = { number: '20-KH/ĐU', date: '2023-11-01', issuer: 'Đảng ủy xã An Hiệp' };
  expect(project(evaluationCampaigns, recorded(events, { decision }))).toEqual([
    {
      ...{ ...id, periodBegins: '2023-01-01', periodEnds: '2023-12-31', pack: '124', packVersion: 1, units: 2 },
      ...{ dueOn: '2023-12-10', publishedOn: '2023-12-31', results, decisionNumber: '20-KH/ĐU' },
    },
  ]);
});

it('evaluation_campaigns: no row of one that was cancelled', () => {
  const opened = campaignOpened({ ...id, groups, pack: null, dueOn: null });
  const cancelled = campaignCancelled({ ...id, removedUnitIds: cells });
  expect(project(evaluationCampaigns, recorded([opened, cancelled]))).toEqual([]);
  expect(project(evaluationCampaigns, recorded([opened, cancelled, opened]))).toHaveLength(1);
});
