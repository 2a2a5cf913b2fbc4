import { derivedId } from '#kernel';
import { project } from '#projections';
import { recorded } from '#testing';
import { campaignCancelled, campaignId, campaignOpened, campaignRegrouped } from '../campaign/campaign.js';
import { campaignUnits } from './campaign-units.js';

const unitId = derivedId('spec', 'Đảng ủy xã An Hiệp');
const [first, second, third] = [1, 2, 3].map((number) => derivedId('spec', 'chi bộ', number)) as [
  string,
  string,
  string,
];
const id = { campaignId: campaignId(unitId, '2023'), unitId, period: '2023' };
const groups = [{ name: 'Ấp', unitIds: [first, second] }];
const opened = campaignOpened({ ...id, groups, pack: null, dueOn: null });
const placed = (rows: readonly { unitId: string; groupName: string }[]) =>
  Object.fromEntries(rows.map((row) => [row.unitId, row.groupName]));

describe('campaign_units', () => {
  it('says which group each unit is in', () => {
    expect(placed(project(campaignUnits, recorded([opened])))).toEqual({ [first]: 'Ấp', [second]: 'Ấp' });
  });

  it('follows a regrouping: out, in, elsewhere', () => {
    const regrouped = campaignRegrouped({
      ...{ ...id, removedUnitIds: [first] },
      groups: [
        { name: 'Ấp', unitIds: [third] },
        { name: 'Cơ quan', unitIds: [second] },
      ],
    });
    const rows = project(campaignUnits, recorded([opened, regrouped]));
    expect(placed(rows)).toEqual({ [third]: 'Ấp', [second]: 'Cơ quan' });
  });

  it('knows nothing of a campaign that was cancelled, until it is opened again', () => {
    const cancelled = campaignCancelled({ ...id, removedUnitIds: [first, second] });
    expect(project(campaignUnits, recorded([opened, cancelled]))).toEqual([]);
    expect(project(campaignUnits, recorded([opened, cancelled, opened]))).toHaveLength(2);
  });
});
