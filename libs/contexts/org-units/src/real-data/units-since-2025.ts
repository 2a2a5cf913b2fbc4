import { derivedId, rootUnitId, type LocalDate } from '#kernel';
import { addressDatabase, type ProvinceRow } from './address-database.js';
import { unitBody, type UnitBody } from './unit-body.js';

/** First day of the two-level local government (Nghị quyết 202/2025/QH15 and the laws with it). */
export const reorganisedOn: LocalDate = '2025-07-01';

export const provinceIdSince2025 = (code: string): string => derivedId('org-unit', 'since-2025', 'province', code);
export const communeIdSince2025 = (code: string): string => derivedId('org-unit', 'since-2025', 'commune', code);

/** The 34 provinces and 3,321 communes of today, provinces first. The same ids at every call. */
export function unitsSince2025(): readonly UnitBody[] {
  const { provinces, wards } = addressDatabase();
  return [
    ...provinces.map((row) => {
      const { province_code: code } = row;
      return unitBody(provinceIdSince2025(code), 'province', fullName(row), rootUnitId, reorganisedOn, code);
    }),
    ...wards.map(({ ward_code: code, name, province_code }) =>
      unitBody(communeIdSince2025(code), 'commune', name, provinceIdSince2025(province_code), reorganisedOn, code),
    ),
  ];
}

export const fullName = ({ name, place_type }: ProvinceRow): string => (place_type === 'Tỉnh' ? `Tỉnh ${name}` : name);
