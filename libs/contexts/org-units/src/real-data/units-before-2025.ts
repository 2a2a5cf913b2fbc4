import { derivedId, rootUnitId, tidyName, type LocalDate } from '#kernel';
import { addressDatabase, type MappingRow } from './address-database.js';
import { unitBody, type UnitBody } from './unit-body.js';

/**
 * `no-old-unit`: names no commune (an island district that had none). `repeat`: names a commune that an earlier row, or
 * one with a code, names too. `no-old-code`: a commune that was gone before the reorganisation, or an older spelling.
 */
export type WhyUnusable = 'no-old-unit' | 'repeat' | 'no-old-code';

export interface UnusableRow {
  readonly row: MappingRow;
  readonly why: WhyUnusable;
}

export interface UnitsBefore2025 {
  /** Provinces, their districts, their communes. */
  readonly units: readonly UnitBody[];
  readonly unusable: readonly UnusableRow[];
}

/** Full names as in the package: `Tỉnh Bắc Kạn`, `Huyện Ba Tri`. */
export interface Part {
  readonly province?: string;
  readonly district?: string;
}

/** The package knows no founding dates: a day before everything that is recorded here. */
const openedBefore: LocalDate = '1997-01-01';

export const provinceIdBefore2025 = (province: string): string =>
  derivedId('org-unit', 'before-2025', 'province', tidyName(province));
export const districtIdBefore2025 = (province: string, district: string): string =>
  derivedId('org-unit', 'before-2025', 'district', tidyName(province), tidyName(district));
export const communeIdBefore2025 = (code: string): string => derivedId('org-unit', 'before-2025', 'commune', code);

/** A row that names an old commune with its code, and the new one by the code that its row gives. */
export interface OldCommune {
  readonly code: string;
  readonly commune: string;
  readonly district: string;
  readonly province: string;
  readonly newCode: string;
}

/**
 * The tree until 2025-06-30: 63 provinces, their districts, 10,034 communes; or one province's or district's part of it.
 * The same ids at every call.
 */
export function unitsBefore2025(part: Part = {}, openedOn: LocalDate = openedBefore): UnitsBefore2025 {
  const rows = addressDatabase().ward_mappings.filter(
    (row) =>
      (part.province === undefined || sameName(row.old_province_name, part.province)) &&
      (part.district === undefined || sameName(row.old_district_name, part.district)),
  );
  const { communes, unusable } = sort(rows);
  const provinces = new Map<string, UnitBody>();
  const districts = new Map<string, UnitBody>();
  const units = communes.map(({ code, commune, district, province }) => {
    const provinceId = provinceIdBefore2025(province);
    const districtId = districtIdBefore2025(province, district);
    provinces.set(provinceId, unitBody(provinceId, 'province', province, rootUnitId, openedOn));
    districts.set(districtId, unitBody(districtId, 'district', district, provinceId, openedOn));
    return unitBody(communeIdBefore2025(code), 'commune', commune, districtId, openedOn, code);
  });
  return { units: [...provinces.values(), ...districts.values(), ...units], unusable };
}

/** Every old commune with its code, and the rows that cannot be used. */
export const oldCommunes = () => sort(addressDatabase().ward_mappings);

const sameName = (name: string | null, wanted: string) => name !== null && tidyName(name) === tidyName(wanted);

/** A row with a code counts before one without, wherever it stands: the one without is then the repeat. */
function sort(rows: readonly MappingRow[]): { communes: OldCommune[]; unusable: UnusableRow[] } {
  const communes: OldCommune[] = [];
  const unusable: UnusableRow[] = [];
  const names = new Set<string>();
  const codes = new Set<string>();
  const withCodeFirst = [...rows.filter(hasCode), ...rows.filter((row) => !hasCode(row))];
  for (const row of withCodeFirst) {
    const {
      old_ward_code: code,
      old_ward_name: commune,
      old_district_name: district,
      old_province_name: province,
      new_ward_code: newCode,
    } = row;
    if (!commune || !district || !province) {
      unusable.push({ row, why: 'no-old-unit' });
      continue;
    }
    const path = [province, district, commune].map(tidyName).join('/');
    if (names.has(path) || (code && codes.has(code))) unusable.push({ row, why: 'repeat' });
    else if (!code) unusable.push({ row, why: 'no-old-code' });
    else communes.push({ code, commune, district, province, newCode });
    names.add(path);
    if (code) codes.add(code);
  }
  return { communes, unusable };
}

const hasCode = (row: MappingRow): boolean => Boolean(row.old_ward_code);
