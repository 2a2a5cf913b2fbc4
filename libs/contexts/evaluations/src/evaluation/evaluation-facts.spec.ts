import { unitRecord, type UnitRecord } from '#contexts/org-units/contracts';
import { derivedId, rootUnitId, type Reader } from '#kernel';
import { campaign, campaignId, type Campaign } from '../campaign/campaign.js';
import { evaluationFacts } from './evaluation-facts.js';

const cell = derivedId('spec', 'chi bộ ấp 3');
const old = derivedId('spec', 'Xã An Hiệp cũ');
const merged = derivedId('spec', 'Xã An Hiệp mới');
const open = { ...unitRecord.initialState, status: 'open' as const };
const closed = (successorIds: readonly string[]): UnitRecord => ({
  ...{ ...open, status: 'closed', closedOn: '2025-06-30', parentId: rootUnitId, successorIds },
});

function reader(
  units: Readonly<Record<string, UnitRecord>>,
  campaigns: Readonly<Record<string, Campaign>> = {},
): Reader {
  const states: Readonly<Record<string, unknown>> = { ...units, ...campaigns };
  return {
    state: (of, id) => Promise.resolve((states[id] ?? of.initialState) as typeof of.initialState),
    origin: () => Promise.resolve(undefined),
  };
}

const inOld = { [cell]: { ...open, parentId: old } };
const running: Campaign = { ...campaign.initialState, status: 'open', pack: { name: '132', version: 1 } };

describe('what an evaluation must know', () => {
  it('the immediate superior, its campaign and the campaign’s pack', async () => {
    const id = campaignId(old, '2024');
    const facts = await evaluationFacts(reader({ ...inOld, [old]: open }, { [id]: running }), cell, '2024');
    expect(facts).toMatchObject({ superiorId: old, campaignId: id, campaign: running, pack: { name: '132' } });
  });

  it('without a campaign the pack in force at the end of the period', async () => {
    const facts = await evaluationFacts(reader({ ...inOld, [old]: open }), cell, '2024');
    expect(facts).toMatchObject({ campaignId: undefined, campaign: { status: 'none' }, pack: { name: '124' } });
    expect((await evaluationFacts(reader({ ...inOld, [old]: open }), cell, '2017')).pack).toBeUndefined();
  });

  it('of a superior closed since, the one unit that it passed into, with the campaign that was open', async () => {
    const id = campaignId(old, '2024');
    const units = { ...inOld, [old]: closed([merged]), [merged]: open };
    expect(await evaluationFacts(reader(units, { [id]: running }), cell, '2024')).toMatchObject({
      superiorId: merged,
      campaignId: id,
    });
    const own = campaignId(merged, '2024');
    const both = reader(units, { [id]: { ...running, status: 'published' }, [own]: running });
    expect(await evaluationFacts(both, cell, '2024')).toMatchObject({ superiorId: merged, campaignId: own });
  });

  it('of a superior that was divided, itself: nobody took its place', async () => {
    const units = { ...inOld, [old]: closed([merged, derivedId('spec', 'Xã khác')]) };
    expect(await evaluationFacts(reader(units), cell, '2024')).toMatchObject({ superiorId: old });
  });

  it('of an unknown unit, nothing', async () => {
    expect(await evaluationFacts(reader({}), cell, '2024')).toMatchObject({
      unit: { status: 'none' },
      superiorId: undefined,
      campaignId: undefined,
    });
  });
});
