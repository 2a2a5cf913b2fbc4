import { unitRecord, type UnitRecord } from '#contexts/org-units/contracts';
import { derivedId, fold, rootUnitId, type Reader } from '#kernel';
import { cadrePositionChanged, cadreRecord, cadreRegistered } from '../cadre/cadre.js';
import { readRosterFacts, tierOf } from './roster-facts.js';

const id = (name: string) => derivedId('spec', name);
const unit = (level: string, parentId: string): UnitRecord => ({
  ...unitRecord.initialState,
  status: 'open',
  level,
  parentId,
  aboveId: parentId,
  places: [{ since: '1997-01-01', parentId }],
});

const units: Readonly<Record<string, UnitRecord>> = {
  [id('province')]: unit('province', rootUnitId),
  [id('department')]: unit('department', id('province')),
  [id('commune')]: unit('commune', id('province')),
  [id('district')]: unit('district', id('province')),
  // Its records are with a department of the province since the district was abolished.
  [id('district department')]: {
    ...unit('department', id('district')),
    ...{ status: 'closed', closedOn: '2025-06-30', aboveId: id('department') },
  },
};
const registered = (unitId: string) =>
  cadreRegistered({ cadreId: 'c', fullName: 'A', phone: null, position: 'b', unitId, generated: true });
const moved = (unitId: string, on: string) =>
  cadrePositionChanged({ cadreId: 'c', position: 'b', unitId, previousUnitId: unitId, cellId: null, on });
const cadres = {
  a: fold(cadreRecord, [registered(id('province'))]),
  b: fold(cadreRecord, [registered(id('department'))]),
  c: fold(cadreRecord, [registered(rootUnitId)]),
  d: fold(cadreRecord, [
    registered(id('district department')),
    moved(id('province'), '2024-06-01'),
    moved(id('commune'), '2020-01-01'),
  ]),
};

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
    expect(tierOf(await readRosterFacts(read, id('commune'), cadre, '2024-08-29'))).toBe(tier);
  });

  it.each([
    ['2019-12-31', 'district-commune', 'in a department of the district, which is closed since'],
    ['2020-01-01', 'commune-commune', 'in a commune, entered after what came later'],
    ['2024-05-31', 'commune-commune', 'until the day before'],
    ['2024-06-01', 'province-commune', 'at the province'],
  ])('on %s is %s: the post of that day counts (%s)', async (day, tier) => {
    expect(tierOf(await readRosterFacts(read, id('commune'), 'd', day))).toBe(tier);
  });
});
