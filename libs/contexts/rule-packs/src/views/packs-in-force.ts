import { rootUnitId } from '#kernel';
import { sql, type Sql } from '#projections';
import { packFamilies, shippedPacks, type PackFamily } from '../families/families.js';
import { contentOf } from '../pack/rule-packs.js';

const shippedRows = (families: readonly PackFamily[]): string =>
  JSON.stringify(
    families.flatMap((family) =>
      shippedPacks(family).map((pack) => {
        const { unitId, content } = contentOf(pack);
        const { name, version, validFrom, validTo, legalBasis, unconfirmed, rules } = content;
        return {
          ...{ family, name, version, unit_id: unitId, valid_from: validFrom, valid_to: validTo },
          ...{ legal_basis: legalBasis, unconfirmed, rules },
        };
      }),
    ),
  );

/**
 * All packs of some families, shipped and published, as a table: family, name, version, unit_id (the jurisdiction),
 * valid_from, valid_to, is_shipped, legal_basis, unconfirmed, rules (jsonb, in the form of the family).
 */
export const allPacks = (...families: readonly PackFamily[]): Sql => {
  const wanted = families.length > 0 ? families : packFamilies;
  return sql`(
    SELECT family, name, version, unit_id, valid_from, valid_to, is_shipped, legal_basis, unconfirmed, rules
      FROM rule_packs
     WHERE family = ANY (${[...wanted]}::text[])
    UNION ALL
    SELECT s.family, s.name, s.version, s.unit_id, s.valid_from, s.valid_to, true, s.legal_basis, s.unconfirmed, s.rules
      FROM jsonb_to_recordset(${shippedRows(wanted)}::jsonb)
        AS s(family text, name text, version integer, unit_id uuid, valid_from date, valid_to date, legal_basis text,
             unconfirmed jsonb, rules jsonb)
     WHERE NOT EXISTS (SELECT 1 FROM rule_packs p
                        WHERE p.family = s.family AND p.name = s.name AND p.version = s.version)
  )`;
};

/**
 * The same choice as `packInForce` of the acts, for queries: one row of {@link allPacks}, or none; by the superiors of
 * the day. `unit` is an expression of type uuid, `day` a date. Goes into a lateral join:
 *
 *     LEFT JOIN LATERAL ${packInForceSql('following', { unit: sql`u.unit_id`, day: sql`m.day` })} AS pack ON true
 */
export const packInForceSql = (
  family: PackFamily,
  { unit, day }: { readonly unit: Sql; readonly day: Sql },
): Sql => sql`(
    WITH RECURSIVE line AS (
      SELECT ${unit}::uuid AS unit_id, 0 AS depth
      UNION ALL
      SELECT place.parent_id, line.depth + 1
        FROM line
       CROSS JOIN LATERAL (
         SELECT parent_id FROM unit_places
          WHERE unit_id = line.unit_id
          ORDER BY since <= ${day} DESC, CASE WHEN since <= ${day} THEN since END DESC, since
          LIMIT 1) AS place
       WHERE line.depth < 64
    )
    SELECT p.*
      FROM ${allPacks(family)} AS p
      LEFT JOIN line USING (unit_id)
     WHERE p.valid_from <= ${day}
       AND (p.valid_to IS NULL OR ${day} <= p.valid_to)
       AND (line.unit_id IS NOT NULL OR p.unit_id = ${rootUnitId}::uuid)
     ORDER BY line.depth NULLS LAST, p.is_shipped, p.valid_from DESC, p.version DESC
     LIMIT 1
  )`;
