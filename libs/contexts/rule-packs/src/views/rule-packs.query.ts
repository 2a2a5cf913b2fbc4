import { isBelow } from '#contexts/org-units/contracts';
import { IsDay } from '#platform';
import { sql, viewQuery } from '#projections';
import { IsIn, IsOptional, IsUUID } from 'class-validator';
import { packFamilies, type PackFamily } from '../families/families.js';
import { allPacks, packInForceSql } from './packs-in-force.js';

export class RulePacksParameters {
  /** Packs that bind this unit: its own and those of its superiors up to the country's. */
  @IsUUID() unitId!: string;
  @IsOptional() @IsIn(packFamilies) family?: PackFamily;
  /** `below`: the packs of the units below it in the place of those that bind it. */
  @IsOptional() @IsIn(['below']) show?: 'below';
  /** Day for `isInForce`; today when left out. */
  @IsOptional() @IsDay() on?: string;
}

export const rulePacksQuery = viewQuery({
  name: 'rule-packs',
  summary: { vi: 'Các bộ quy tắc áp dụng cho đơn vị', en: 'Rule packs that bind a unit' },
  parameters: RulePacksParameters,
  columns: {
    family: { type: 'text', title: { vi: 'Loại', en: 'Family' } },
    name: { type: 'text', title: { vi: 'Tên', en: 'Name' } },
    version: { type: 'integer', title: { vi: 'Phiên bản', en: 'Version' } },
    unitId: { type: 'uuid', title: { vi: 'Mã đơn vị', en: 'Unit id' } },
    jurisdictionId: { type: 'uuid', title: { vi: 'Phạm vi áp dụng', en: 'Jurisdiction' } },
    validFrom: { type: 'date', title: { vi: 'Hiệu lực từ', en: 'Valid from' } },
    validTo: { type: 'date', title: { vi: 'Đến hết ngày', en: 'Last day' } },
    isInForce: { type: 'boolean', title: { vi: 'Đang áp dụng', en: 'In force' } },
    isShipped: { type: 'boolean', title: { vi: 'Có sẵn trong phần mềm', en: 'Shipped' } },
    legalBasis: { type: 'text', title: { vi: 'Căn cứ pháp lý', en: 'Legal basis' } },
    unconfirmed: { type: 'jsonb', title: { vi: 'Chưa xác nhận', en: 'Unconfirmed' } },
    rules: { type: 'jsonb', title: { vi: 'Nội dung', en: 'Rules' } },
  },
  key: ['family', 'name', 'version'],
  rows: ({ unitId, family, on, show }, { today }) => {
    const day = sql`${on ?? today}::date`;
    // A pack below binds its own unit; one above, the unit asked about.
    const packs = allPacks(...(family ? [family] : []));
    const units =
      show === 'below'
        ? sql`${packs} AS p JOIN unit_directory u ON u.unit_id = p.unit_id AND u.unit_id <> ${unitId} AND ${isBelow(unitId)}`
        : sql`unit_directory u JOIN ${packs} AS p ON position('/' || p.unit_id || '/' IN u.path) > 0 AND u.unit_id = ${unitId}`;
    const inForce = packFamilies.map(
      (each) => sql`SELECT * FROM ${packInForceSql(each, { unit: sql`u.unit_id`, day })} AS f`,
    );
    return sql`
      SELECT p.family, p.name, p.version, u.unit_id, p.unit_id AS jurisdiction_id, p.valid_from, p.valid_to,
             EXISTS (SELECT 1 FROM (${inForce.reduce((all, each) => sql`${all} UNION ALL ${each}`)}) AS f
                      WHERE f.family = p.family AND f.name = p.name AND f.version = p.version) AS is_in_force,
             p.is_shipped, p.legal_basis, p.unconfirmed, p.rules
        FROM ${units}`;
  },
});
