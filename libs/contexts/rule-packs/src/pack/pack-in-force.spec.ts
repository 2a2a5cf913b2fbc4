import { unitRecord } from '#contexts/org-units/contracts';
import { derivedId, fold, rootUnitId, type Reader } from '#kernel';
import { readRules } from '../families/families.js';
import { packAmong, packCited, packInForce } from './pack-in-force.js';
import { rulePackFamily, rulePackPublished, rulePackSuperseded, type RulePackEvent } from './rule-packs.js';

const province = derivedId('spec', 'tỉnh');
const commune = derivedId('spec', 'xã');
const cell = derivedId('spec', 'chi bộ');
const elsewhere = derivedId('spec', 'tỉnh khác');
const parents = new Map([
  [cell, commune],
  [commune, province],
  [province, rootUnitId],
  [elsewhere, rootUnitId],
]);

const content = (name: string, validFrom: string, validTo: string | null = null, version = 1) => ({
  ...{ name, version, validFrom, validTo, legalBasis: name, unconfirmed: [] },
  rules: readRules('issues', { noticeWorkingDays: 5, resolutionWorkingDays: { commune: 10 } }),
});
const published = (unitId: string, ...of: Parameters<typeof content>) =>
  rulePackPublished({ family: 'issues', unitId, pack: content(...of) });

/** Reads what the events say; counts the units it was asked for. */
function reader(events: readonly RulePackEvent[]) {
  const units: string[] = [];
  const states = (of: { readonly name: string }, id: string): unknown => {
    if (of.name === rulePackFamily.name) return fold(rulePackFamily, id === 'issues' ? events : []);
    units.push(id);
    const places = [{ since: '1997-01-01', parentId: parents.get(id)! }];
    return { ...unitRecord.initialState, status: 'open', places };
  };
  const read = {
    state: (of, id) => Promise.resolve(states(of, id)),
    origin: () => Promise.resolve(undefined),
  } as Reader;
  return { read, units };
}

const nameOf = async (events: readonly RulePackEvent[], unitId: string, day: string) =>
  (await packInForce(reader(events).read, 'issues', unitId, day))?.name;

describe('the pack in force', () => {
  it('is the shipped one while nothing was published, read without asking where the unit stands', async () => {
    const { read, units } = reader([]);
    expect(await packInForce(read, 'issues', cell, '2024-08-29')).toMatchObject({
      name: 'issues-11-QĐi',
      jurisdiction: 'country',
      noticeWorkingDays: 10,
    });
    expect(units).toEqual([]);
    expect(await packInForce(read, 'evaluation', cell, '2017-12-31')).toBeUndefined();
  });

  it('is that of the nearest superior who has one', async () => {
    const events = [published(province, 'của tỉnh', '2024-01-01'), published(commune, 'của xã', '2024-01-01')];
    expect(await nameOf(events, cell, '2024-08-29')).toBe('của xã');
    expect(await nameOf(events, province, '2024-08-29')).toBe('của tỉnh');
    expect(await nameOf(events, elsewhere, '2024-08-29')).toBe('issues-11-QĐi');
    expect(await nameOf(events.slice(0, 1), cell, '2024-08-29')).toBe('của tỉnh');
  });

  it('judges only facts of its own days', async () => {
    const events = [published(province, 'của tỉnh', '2024-01-01', '2024-12-31')];
    expect(await nameOf(events, cell, '2023-12-31')).toBe('issues-11-QĐi');
    expect(await nameOf(events, cell, '2024-12-31')).toBe('của tỉnh');
    expect(await nameOf(events, cell, '2025-01-01')).toBe('issues-11-QĐi');
  });

  it('gives way to a later one of the same unit from its first day, for the days before it stays', async () => {
    const events = [published(province, 'mới', '2025-01-01'), published(province, 'cũ', '2024-01-01')];
    expect(await nameOf(events, cell, '2024-12-31')).toBe('cũ');
    expect(await nameOf(events, cell, '2025-01-01')).toBe('mới');
  });

  it('published for the country goes before the shipped one', async () => {
    const events = [published(rootUnitId, 'cả nước', '2024-01-01')];
    expect(await nameOf(events, cell, '2023-12-31')).toBe('issues-11-QĐi');
    expect(await nameOf(events, cell, '2024-01-01')).toBe('cả nước');
  });

  it('ends with its last day when superseded; a shipped one too', async () => {
    const ended = (unitId: string, name: string, isShipped: boolean) =>
      rulePackSuperseded({
        ...{ family: 'issues' as const, unitId, pack: content(name, '2024-01-01'), isShipped, replacedBy: null },
        lastDay: '2024-06-30',
      });
    const events = [published(province, 'của tỉnh', '2024-01-01'), ended(province, 'của tỉnh', false)];
    expect(await nameOf(events, cell, '2024-06-30')).toBe('của tỉnh');
    expect(await nameOf(events, cell, '2024-07-01')).toBe('issues-11-QĐi');
    events.push(ended(rootUnitId, 'issues-11-QĐi', true));
    expect(await nameOf(events, cell, '2024-07-01')).toBeUndefined();
  });

  it('is found again by name and version, in force or not', async () => {
    const { read } = reader([published(province, 'của tỉnh', '2024-01-01', '2024-01-31')]);
    expect(await packCited(read, 'issues', { name: 'của tỉnh', version: 1 })).toMatchObject({ validTo: '2024-01-31' });
    expect(await packCited(read, 'evaluation', { name: '132', version: 1 })).toMatchObject({ jurisdiction: 'country' });
    expect(await packCited(read, 'issues', { name: 'của tỉnh', version: 2 })).toBeUndefined();
  });

  it('can be chosen from a state and a line that are known already', () => {
    const state = fold(rulePackFamily, [published(commune, 'của xã', '2024-01-01')]);
    expect(packAmong(state, 'issues', [cell, commune], '2024-08-29')?.name).toBe('của xã');
    expect(packAmong(state, 'issues', [province], '2024-08-29')?.name).toBe('issues-11-QĐi');
  });
});
