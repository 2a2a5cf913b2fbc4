import { rootUnitId } from '#kernel';
import { addressDatabase } from './address-database.js';
import { unitsBefore2025, type UnitsBefore2025, type WhyUnusable } from './units-before-2025.js';

const count = ({ units }: UnitsBefore2025, level: string) => units.filter((unit) => unit.level === level).length;
const levels = (part: UnitsBefore2025) => ['province', 'district', 'commune'].map((level) => count(part, level));
const because = ({ unusable }: UnitsBefore2025, wanted: WhyUnusable) =>
  unusable.filter(({ why }) => why === wanted).length;

describe('units before July 2025', () => {
  const country = unitsBefore2025();

  it('are 63 provinces, 691 districts (without five island districts) and 10,034 communes', () => {
    expect(levels(country)).toEqual([63, 691, 10_034]);
  });

  it('account for every row: used, or reported with why', () => {
    expect(count(country, 'commune') + country.unusable.length).toBe(10_977);
    expect(addressDatabase().ward_mappings).toHaveLength(10_977);
    expect(because(country, 'no-old-unit')).toBe(5);
    expect(because(country, 'repeat')).toBe(166);
    expect(because(country, 'no-old-code')).toBe(772);
  });

  it('stand below a unit that comes before them, each once', () => {
    const seen = new Set([rootUnitId]);
    for (const { unitId, parentId } of country.units) {
      expect(seen.has(parentId)).toBe(true);
      expect(seen.has(unitId)).toBe(false);
      seen.add(unitId);
    }
  });

  it('of Bắc Kạn are 108 communes in 8 districts', () => {
    const bacKan = unitsBefore2025({ province: 'Tỉnh Bắc Kạn' });
    expect(levels(bacKan)).toEqual([1, 8, 108]);
    expect(bacKan.unusable).toEqual([]);
    expect(bacKan.units[0]).toMatchObject({ name: 'Tỉnh Bắc Kạn', parentId: rootUnitId });
  });

  it('of huyện Ba Tri are 22 communes, and two rows that cannot be used', () => {
    const baTri = unitsBefore2025({ province: 'Tỉnh Bến Tre', district: 'Huyện Ba Tri' });
    expect(levels(baTri)).toEqual([1, 1, 22]);
    expect(baTri.unusable.map(({ row, why }) => [row.old_ward_name, why])).toEqual([
      ['Xã Tân Mỹ', 'no-old-code'],
      ['Xã Tân Mỹ', 'repeat'],
    ]);
    expect(baTri.units.find(({ code }) => code === '29110')).toMatchObject({
      name: 'Thị trấn Ba Tri',
      kind: 'thị trấn',
    });
  });

  it('became 7 communes of Vĩnh Long in the case of Ba Tri', () => {
    const rows = addressDatabase().ward_mappings.filter((row) => row.old_district_name === 'Huyện Ba Tri');
    expect(new Set(rows.map((row) => row.new_ward_code)).size).toBe(7);
    expect(new Set(rows.map((row) => row.new_province_name))).toEqual(new Set(['Vĩnh Long']));
  });

  it('have the same ids at every call', () => {
    expect(unitsBefore2025().units).toEqual(country.units);
  });

  it('bear names in one normal form', () => {
    for (const { name } of country.units) expect(name).toBe(name.normalize('NFC'));
  });
});
