import { shippedPacks, type ExcellentCap } from '#contexts/rule-packs/contracts';
import { derivedId } from '#kernel';
import { given, today } from '#testing';
import type { Grade } from '../evaluation/vocabulary.js';
import { campaignId, campaignOpened, classificationsPublished } from './campaign.js';
import { publishClassifications } from './publish-classifications.js';

/** Ba Tri 2018 in one group, and a small one beside it. */
const unitId = derivedId('spec', 'Huyện ủy Ba Tri');
const period = '2018';
const cells = Array.from({ length: 129 }, (_, index) => derivedId('spec', 'chi bộ', index));
const offices = Array.from({ length: 6 }, (_, index) => derivedId('spec', 'chi bộ cơ quan', index));
const gradeOf = (index: number): Grade => (index < 34 ? 'excellent' : index < 125 ? 'good' : 'completed');
const grades = new Map<string, Grade | null>([
  ...cells.map((id, index) => [id, gradeOf(index)] as const),
  ...offices.map((id, index) => [id, index === 0 ? 'excellent' : 'good'] as const),
]);
const id = { campaignId: campaignId(unitId, period), unitId, period };
const groups = [
  { name: 'Chi bộ ấp', unitIds: cells },
  { name: 'Cơ quan', unitIds: offices },
];
const opened = campaignOpened({ ...id, groups, pack: { name: '124', version: 1 }, dueOn: null });
const decision = { number: '61-QĐ/HU', date: '2018-12-28', issuer: 'Huyện ủy Ba Tri' };
const body = { unitId, period, decision };
const pack124 = shippedPacks('evaluation').find(({ name }) => name === '124')!;
const results = (allowed: readonly [number | null, number | null], over: readonly [number | null, number | null]) => [
  {
    ...{ name: 'Chi bộ ấp', counts: { excellent: 34, good: 91, completed: 4, failed: 0 } },
    ...{ excellentAllowed: allowed[0], excellentOver: over[0] },
  },
  {
    ...{ name: 'Cơ quan', counts: { excellent: 1, good: 5, completed: 0, failed: 0 } },
    ...{ excellentAllowed: allowed[1], excellentOver: over[1] },
  },
];
const published = (over: ReturnType<typeof results>) =>
  classificationsPublished({ ...id, publishedOn: today, results: over });
const capped = (over: Partial<ExcellentCap>) => ({
  grades,
  pack: { ...pack124, excellentCap: { ...pack124.excellentCap!, ...over } },
});

describe('publish-classifications', () => {
  it('records what each group came to; above the cap is a finding, nothing is refused: 34 against 18', () => {
    given(publishClassifications, [opened], { facts: { grades, pack: pack124 } })
      .when(body)
      .then([published(results([18, 1], [16, 0]))]);
  });

  it.each([
    [{ rounding: 'up' }, [19, 1], [15, 0]],
    [{ rounding: 'nearest' }, [18, 1], [16, 0]],
    [{ percent: 30 }, [27, 1], [7, 0]],
    [{ of: ['excellent', 'good', 'completed', 'failed'] }, [25, 1], [9, 0]],
    [{ grouping: 'superior-and-level' }, [null, null], [null, null]],
  ] as const)('percentage, base, rounding and grouping are the pack’s: %j', (over, allowed, excess) => {
    given(publishClassifications, [opened], { facts: capped(over) })
      .when(body)
      .then([published(results(allowed, excess))]);
  });

  it('without a pack or a known cap there is no finding', () => {
    const uncapped = published(results([null, null], [null, null]));
    given(publishClassifications, [opened], { facts: { grades, pack: undefined } })
      .when(body)
      .then([uncapped]);
    given(publishClassifications, [opened], { facts: { grades, pack: { ...pack124, excellentCap: null } } })
      .when(body)
      .then([uncapped]);
  });

  it('waits for the last unit', () => {
    const undecided = new Map([...grades, [cells[7]!, null]]);
    given(publishClassifications, [opened], { facts: { grades: undecided, pack: pack124 } })
      .when(body)
      .thenRefused('campaign.undecided', { undecided: 1, unitIds: [cells[7]] });
  });

  it('publishes an open campaign, once', () => {
    const facts = { grades, pack: pack124 };
    given(publishClassifications, [], { facts }).when(body).thenRefused('campaign.unknown');
    given(publishClassifications, [opened, published([])], { facts })
      .when(body)
      .thenRefused('campaign.published');
  });
});
