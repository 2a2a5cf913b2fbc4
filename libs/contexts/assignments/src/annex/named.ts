import { nameOn } from '#contexts/org-units/contracts';
import { DomainError, searchText, tidyName, type LocalDate } from '#kernel';
import { sql, viewQuery } from '#projections';
import { IsString } from 'class-validator';
import { postOnSql } from '../views/post-on.js';

/** What a row of an annex names; an empty text: nothing. */
export interface Names {
  readonly unitCode: string;
  readonly unitName: string;
  readonly parentName: string;
  readonly cadreName: string;
  readonly cadreUnitName: string;
  readonly position: string;
  /** On which day units bore these names and cadres served; null: today. */
  readonly day: LocalDate | null;
}

export interface Candidate {
  readonly row: number;
  readonly kind: 'unit' | 'cadre';
  readonly subjectId: string;
  readonly label: string;
  /** The parent of a unit, the unit of a cadre. */
  readonly about: string | null;
  readonly position: string | null;
}

class AskedNames {
  /** JSON: a list of {@link Asked}. */
  @IsString() asked!: string;
}

/** Names of one row, with what they are searched by. */
export const askedOf = (row: number, { unitCode, unitName, cadreName, day }: Names) => ({
  ...{ row, day, code: unitCode, unit: tidyName(unitName), unit_search: searchText(unitName) },
  ...{ cadre: tidyName(cadreName), cadre_search: searchText(cadreName) },
});

/** Units and cadres that bear the names of the rows, diacritics and all, on the row's day, within the reader's subtree. */
const candidates = viewQuery({
  name: 'annex-names',
  summary: { vi: 'Đơn vị, cán bộ có tên trong phụ lục', en: 'Units and cadres that an annex names' },
  parameters: AskedNames,
  columns: {
    row: { type: 'integer', title: { vi: 'Dòng', en: 'Row' } },
    kind: { type: 'text', title: { vi: 'Loại', en: 'Kind' } },
    subjectId: { type: 'uuid', title: { vi: 'Mã', en: 'Id' } },
    unitId: { type: 'uuid', title: { vi: 'Mã đơn vị', en: 'Unit id' } },
    label: { type: 'text', title: { vi: 'Tên', en: 'Name' } },
    about: { type: 'text', title: { vi: 'Thuộc', en: 'Of' } },
    position: { type: 'text', title: { vi: 'Chức vụ', en: 'Position' } },
  },
  key: ['row', 'kind', 'subjectId'],
  rows: ({ asked }, { today }) => sql`
    WITH asked AS MATERIALIZED (
      SELECT a.row, coalesce(a.day, ${today}::date) AS day, a.code, a.unit, a.unit_search, a.cadre, a.cadre_search
        FROM jsonb_to_recordset(${asked}::jsonb)
          AS a(row integer, day date, code text, unit text, unit_search text, cadre text, cadre_search text)
    ), unit_found AS (
      SELECT a.row, u.unit_id FROM asked a JOIN unit_directory u ON u.code = a.code WHERE a.code <> ''
      UNION
      SELECT a.row, n.unit_id FROM asked a JOIN unit_names n ON n.search_name = a.unit_search
       WHERE a.code = '' AND a.unit <> ''
    )
    SELECT a.row, 'unit' AS kind, u.unit_id AS subject_id, u.unit_id, bore.name AS label,
           ${nameOn(sql`place.parent_id`, sql`a.day`)} AS about, NULL AS position
      FROM unit_found f
      JOIN asked a USING (row)
      JOIN unit_directory u USING (unit_id)
     CROSS JOIN LATERAL (SELECT ${nameOn(sql`u.unit_id`, sql`a.day`)} AS name) bore
      LEFT JOIN unit_places place ON place.unit_id = u.unit_id AND place.since <= a.day
           AND (place.until IS NULL OR place.until > a.day)
     WHERE u.opened_on <= a.day AND (u.closed_on IS NULL OR u.closed_on >= a.day)
       AND (a.unit = '' OR lower(bore.name) = lower(a.unit))
    UNION ALL
    SELECT a.row, 'cadre', c.cadre_id, c.unit_id, c.full_name, ${nameOn(sql`post.unit_id`, sql`a.day`)}, post.position
      FROM asked a
      JOIN cadre_directory c ON c.search_name = a.cadre_search AND lower(c.full_name) = lower(a.cadre)
     CROSS JOIN LATERAL ${postOnSql(sql`c.cadre_id`, sql`a.day`)} post
     WHERE a.cadre <> '' AND (c.retired_on IS NULL OR c.retired_on > a.day)`,
});

/** Of an annex that names units and cadres. */
export const byName = { candidates };

/** "Chợ Đồn" is enough for "Huyện Chợ Đồn". */
const isCalled = (name: string | null, given: string): boolean =>
  name !== null && ` ${searchText(name)}`.endsWith(` ${searchText(given)}`);

/** @throws DomainError `annex.unit-unknown`, `annex.unit-ambiguous` with those that it may be */
export function unitNamed({ parentName, unitCode, unitName }: Names, candidates: readonly Candidate[]): Candidate {
  const units = candidates.filter(({ kind }) => kind === 'unit');
  const found = parentName === '' ? units : units.filter(({ about }) => isCalled(about, parentName));
  const [only, ...others] = found;
  if (!only) throw new DomainError('annex.unit-unknown', { unitName, unitCode, parentName });
  if (others.length > 0) {
    const choices = found.map(({ about, label, subjectId }) => ({ unitId: subjectId, name: label, parent: about }));
    throw new DomainError('annex.unit-ambiguous', { unitName, choices });
  }
  return only;
}

/**
 * The unit that is named must be the cadre's; the position only tells apart who bears one name, since annexes word it
 * freely. @throws DomainError `annex.cadre-unknown`, `annex.cadre-ambiguous` with those that it may be
 */
export function cadreNamed({ cadreName, cadreUnitName, position }: Names, candidates: readonly Candidate[]): Candidate {
  const cadres = candidates.filter(
    ({ about, kind }) => kind === 'cadre' && (cadreUnitName === '' || isCalled(about, cadreUnitName)),
  );
  const inPosition = cadres.filter((each) => searchText(each.position ?? '') === searchText(position));
  const found = inPosition.length > 0 ? inPosition : cadres;
  const [only, ...others] = found;
  if (!only) throw new DomainError('annex.cadre-unknown', { cadreName, cadreUnitName });
  if (others.length > 0) {
    const choices = found.map((each) => ({ cadreId: each.subjectId, position: each.position, unit: each.about }));
    throw new DomainError('annex.cadre-ambiguous', { cadreName, choices });
  }
  return only;
}
