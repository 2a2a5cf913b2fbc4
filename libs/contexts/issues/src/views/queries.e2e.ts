import { contexts } from '#contexts';
import { derivedId, rootUnitId } from '#kernel';
import { recorded } from '#testing';
import { reorganised, reorganisedStreams, viewTables, type ViewTables } from '#testing/fixtures';
import { issueAnswered, issueRaised, issueResolved } from '../issue/issue.js';
import { raised } from '../issue/spec-issue.js';
import { issueRegisterQuery } from './issue-register.query.js';
import { issuesByHolderQuery } from './issues-by-holder.query.js';
import { issuesByCategoryQuery } from './issues-by-category.query.js';
import { unresolvedRecommendationsQuery } from './unresolved-recommendations.query.js';

const { cell, district, keptCell, keptCommune, newCommune, newProvince, oldCommune, oldProvince, otherCell } =
  reorganised;

const issue = (title: string, unitId: string, raisedOn: string, end?: 'answered' | 'resolved') => {
  const issueId = derivedId('spec', title);
  const about = { issueId, unitId, holderUnitId: unitId === otherCell ? rootUnitId : oldCommune };
  const event = issueRaised({ ...raised.data, ...about, title, category: 'infrastructure', raisedOn });
  const resolution = issueResolved({ ...about, resolvedOn: raisedOn, outcome: null });
  const answer = issueAnswered({ ...about, answer: 'Sẽ mở chợ', answeredOn: raisedOn });
  const events = { answered: [event, answer], resolved: [event, resolution] };
  return recorded(end ? events[end] : [event], {}, `issue-${issueId}`);
};

let tables: ViewTables;
beforeAll(async () => {
  tables = await viewTables(
    contexts.flatMap(({ views }) => views),
    [
      ...reorganisedStreams,
      issue('cầu', cell, '2024-08-12', 'resolved'),
      issue('điện', otherCell, '2025-06-30'),
      issue('đường', keptCell, '2024-09-01'),
      issue('chợ', keptCell, '2025-07-01', 'answered'),
      issue('trạm y tế', newCommune, '2025-08-01'),
    ],
  );
}, 60_000);
afterAll(() => tables.drop());

const today = '2026-11-20';
const register = async (unitId: string) =>
  (await tables.ask(issueRegisterQuery, { unitId }, today)).rows.map(({ title }) => title);

describe('the reorganisation of July 2025', () => {
  it('issue-register: what was raised stays where it was raised, and passes with the whole', async () => {
    expect(await register(district)).toEqual(['cầu', 'đường', 'điện']);
    expect(await register(oldCommune)).toEqual(['cầu']);
    expect(await register(newCommune)).toEqual(['cầu', 'điện', 'trạm y tế']);
    expect(await register(keptCommune)).toEqual(['đường', 'chợ']);
    expect(await register(oldProvince)).toEqual(['cầu', 'đường', 'điện']);
    expect(await register(newProvince)).toEqual(['cầu', 'đường', 'điện', 'chợ', 'trạm y tế']);
  });

  it('issues-by-category counts what the register lists, and a unit its part below each superior', async () => {
    const counts = async (unitId: string) => {
      const { rows } = await tables.ask(issuesByCategoryQuery, { unitId }, today);
      return new Map(rows.map((row) => [row['unitId'], row['issues']]));
    };
    for (const unitId of [district, oldCommune, newCommune, keptCommune, oldProvince, newProvince]) {
      expect((await counts(unitId)).get(unitId)).toBe((await register(unitId)).length);
    }
    expect((await counts(district)).get(keptCommune)).toBe(1);
    expect((await counts(newProvince)).get(keptCommune)).toBe(2);
    const all = await tables.ask(issuesByCategoryQuery, { level: 'district' }, today);
    expect(all.rows).toMatchObject([{ unitId: district, issues: 3, settled: 1, open: 2 }]);
  });

  it('what is still to be done is work of the units of today', async () => {
    const open = async (unitId: string) =>
      (await tables.ask(unresolvedRecommendationsQuery, { unitId }, today)).rows.map(({ title }) => title);
    expect(await open(district)).toEqual([]);
    expect(await open(newCommune)).toEqual(['điện', 'trạm y tế']);
  });
});

describe('at whose desk recommendations lie', () => {
  it('names the centre, which is no unit', async () => {
    const { rows } = await tables.ask(issueRegisterQuery, { unitId: otherCell }, today);
    expect(rows).toMatchObject([{ title: 'điện', firstSentToName: 'Trung ương', holderName: 'Trung ương' }]);
  });

  const desk = async (unitId: string) =>
    (await tables.ask(issuesByHolderQuery, { unitId, holderUnitId: oldCommune }, today)).rows.find(
      (row) => row['unitId'] === unitId,
    );

  it('issues-by-holder counts what is open, by holder, rolled up the tree of today', async () => {
    expect(await desk(newProvince)).toMatchObject({
      ...{ holderUnitId: oldCommune, open: 3, unanswered: 2, notAccepted: 2, overdue: 3, waiting: 0 },
      ...{ oldestHeldSince: '2024-09-01', oldestRaisedOn: '2024-09-01' },
    });
    expect(await desk(keptCommune)).toMatchObject({ open: 2, unanswered: 1 });
    expect(await desk(district)).toBeUndefined();
    const communes = await tables.ask(issuesByHolderQuery, { level: 'commune' }, today);
    expect(communes.rows.map(({ unitId, open }) => [unitId, open])).toEqual(
      expect.arrayContaining([
        [newCommune, 1],
        [keptCommune, 2],
      ]),
    );
  });

  it('unresolved-recommendations tells those that nobody has answered', async () => {
    const asked = { show: 'unanswered', unitId: newProvince } as const;
    const { rows, totals } = await tables.ask(unresolvedRecommendationsQuery, asked, today);
    expect(rows.map(({ title, heldSince, heldDays }) => [title, heldSince, heldDays])).toEqual([
      ['đường', '2024-09-01', 810],
      ['điện', '2025-06-30', 508],
      ['trạm y tế', '2025-08-01', 476],
    ]);
    expect(totals).toMatchObject({ open: 3, unanswered: 3 });
  });
});
