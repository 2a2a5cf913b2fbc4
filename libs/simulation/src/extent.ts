import { unitsBefore2025, type UnitBody } from '#contexts/org-units';
import { groupBy, searchText } from '#kernel';

export const scales = ['commune', 'district', 'province', 'country'] as const;
export type Scale = (typeof scales)[number];

/** A province's real units as they stood until 2025-06-30, or a part of them. */
export interface Extent {
  readonly province: UnitBody;
  readonly districts: readonly UnitBody[];
  /** In the order of their codes. */
  readonly communes: readonly UnitBody[];
}

export class UnknownProvinceError extends Error {
  override readonly name = 'UnknownProvinceError';
}

/** `bac-kan` for Tỉnh Bắc Kạn, `can-tho` for Thành phố Cần Thơ. */
const slugOf = (name: string): string =>
  searchText(name)
    .replace(/^(tinh|thanh pho) /, '')
    .replaceAll(' ', '-');

/** The parts of the country to simulate, one after another. @throws UnknownProvinceError with the names that are known */
export function extentsOf(scale: Scale, province: string | undefined): readonly Extent[] {
  const { units } = unitsBefore2025();
  const provinces = units.filter(({ level }) => level === 'province');
  const children = groupBy(units, ({ parentId }) => parentId);
  const wanted =
    scale === 'country' && province === undefined
      ? provinces
      : provinces.filter(({ name }) => slugOf(name) === province);
  if (wanted.length === 0) {
    throw new UnknownProvinceError(`--province must be one of ${provinces.map(({ name }) => slugOf(name)).join(', ')}`);
  }
  return wanted.map((each) => extentOf(each, children, scale));
}

function extentOf(province: UnitBody, children: ReadonlyMap<string, readonly UnitBody[]>, scale: Scale): Extent {
  const all = children.get(province.unitId) ?? [];
  const districts = scale === 'province' || scale === 'country' ? all : all.slice(0, 1);
  const communes = districts.flatMap(({ unitId }) => children.get(unitId) ?? []).sort(byCode);
  return { province, districts, communes: scale === 'commune' ? communes.slice(0, 1) : communes };
}

const byCode = (a: UnitBody, b: UnitBody): number => (a.code! < b.code! ? -1 : 1);
