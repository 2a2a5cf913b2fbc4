import { unitRecord, type UnitRecord } from '#contexts/org-units/contracts';
import { derivedId, rootUnitId, type Reader } from '#kernel';
import { cadreRecord } from '../cadre/cadre.js';
import { readRosterFacts, tierOf } from './roster-facts.js';

const id = (name: string) => derivedId('spec', name);
const unit = (level: string, parentId: string): UnitRecord => ({
  ...unitRecord.initialState,
  status: 'open',
  level,
  parentId,
  aboveId: parentId,
});

const units: Readonly<Record<string, UnitRecord>> = {
  [id('province')]: unit('province', rootUnitId),
  [id('department')]: unit('department', id('province')),
  [id('commune')]: unit('commune', id('province')),
};
const cadreOf = (unitId: string) => ({ ...cadreRecord.initialState, status: 'active' as const, unitId });
const cadres = { a: cadreOf(id('province')), b: cadreOf(id('department')), c: cadreOf(rootUnitId) };

const read = {
  state: (of: { readonly name: string }, key: string) =>
    Promise.resolve(
      of.name === 'unit' ? (units[key] ?? unitRecord.initialState) : (cadres as Record<string, unknown>)[key],
    ),
} as Partial<Reader> as Reader;

describe('the tier of an assignment', () => {
  it.each([
    ['a', 'a committee', 'province-commune'],
    ['b', 'a department, which works for the committee above it', 'province-commune'],
    ['c', 'the centre', 'country-commune'],
  ])('of cadre %s of %s is %s', async (cadre, _where, tier) => {
    expect(tierOf(await readRosterFacts(read, id('commune'), cadre))).toBe(tier);
  });
});
