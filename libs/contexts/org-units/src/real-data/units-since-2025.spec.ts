import { rootUnitId } from '#kernel';
import { unitsSince2025 } from './units-since-2025.js';

describe('units since July 2025', () => {
  const units = unitsSince2025();
  const count = (level: string, kind?: string) =>
    units.filter((unit) => unit.level === level && (!kind || unit.kind === kind)).length;

  it('are the 34 provinces and 3,321 communes of the country', () => {
    expect(count('province')).toBe(34);
    expect(count('commune')).toBe(3321);
    expect([count('commune', 'xã'), count('commune', 'phường'), count('commune', 'đặc khu')]).toEqual([2621, 687, 13]);
  });

  it('stand below a unit that comes before them', () => {
    const seen = new Set([rootUnitId]);
    for (const { unitId, parentId } of units) {
      expect(seen.has(parentId)).toBe(true);
      seen.add(unitId);
    }
    expect(seen.size).toBe(1 + 34 + 3321);
  });

  it('have full names', () => {
    expect(units.find(({ code }) => code === '04')).toMatchObject({ name: 'Tỉnh Cao Bằng', kind: 'tỉnh' });
    expect(units.find(({ code }) => code === '01')).toMatchObject({ name: 'Thành phố Hà Nội', kind: 'thành phố' });
    expect(units.find(({ code }) => code === '29110')).toMatchObject({ name: 'Xã Ba Tri', effectiveAt: '2025-07-01' });
  });

  it('have the same ids at every call', () => {
    expect(unitsSince2025()).toEqual(units);
  });
});
