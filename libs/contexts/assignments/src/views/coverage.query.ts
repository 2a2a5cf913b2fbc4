import { levelCodes, nameOn, wasBelow } from '#contexts/org-units/contracts';
import type { LocalDate } from '#kernel';
import { IsDay } from '#platform';
import { empty, join, sql, viewQuery } from '#projections';
import { IsIn, IsOptional, IsUUID } from 'class-validator';

class CoverageParameters {
  /** Only this unit and those below it on that day. */
  @IsOptional() @IsUUID() unitId?: string;
  /** Communes and cells when left out. */
  @IsOptional() @IsIn(levelCodes) level?: string;
  /** Today when left out. */
  @IsOptional() @IsDay() on?: LocalDate;
  /** `uncovered`: only units that nobody follows. */
  @IsOptional() @IsIn(['uncovered']) show?: 'uncovered';
}

/** How many cadres follow each unit that exists on a day; the units that nobody follows come first. */
export const coverageQuery = viewQuery({
  name: 'coverage',
  summary: { vi: 'Đơn vị chưa có cán bộ theo dõi', en: 'Units that nobody follows' },
  parameters: CoverageParameters,
  columns: {
    followers: { type: 'integer', title: { vi: 'Số cán bộ theo dõi', en: 'Cadres' } },
    unitId: { type: 'uuid', title: { vi: 'Mã đơn vị', en: 'Unit id' } },
    unitName: { type: 'text', title: { vi: 'Đơn vị', en: 'Unit' } },
    level: { type: 'text', title: { vi: 'Cấp', en: 'Level' } },
    parentId: { type: 'uuid', title: { vi: 'Mã cấp trên', en: 'Parent id' } },
    parentName: { type: 'text', title: { vi: 'Cấp trên', en: 'Parent' } },
  },
  key: ['followers', 'unitName', 'unitId'],
  totals: {
    units: sql`count(*)::integer`,
    covered: sql`(count(*) FILTER (WHERE followers > 0))::integer`,
    uncovered: sql`(count(*) FILTER (WHERE followers = 0))::integer`,
  },
  rows: ({ unitId, level, on, show }, { today }) => {
    const day = sql`${on ?? today}::date`;
    return sql`
    SELECT coalesce(f.followers, 0) AS followers, u.unit_id, ${nameOn(sql`u.unit_id`, day)} AS unit_name, u.level,
           place.parent_id, ${nameOn(sql`place.parent_id`, day)} AS parent_name
      FROM unit_directory u
      JOIN unit_places place ON place.unit_id = u.unit_id AND place.since <= ${day}
           AND (place.until IS NULL OR place.until > ${day})
      LEFT JOIN (SELECT a.unit_id, count(DISTINCT a.cadre_id)::integer AS followers
                   FROM assignment_roster a
                  WHERE a.starts_on <= ${day} AND (a.ends_on IS NULL OR a.ends_on >= ${day})
                  GROUP BY a.unit_id) f ON f.unit_id = u.unit_id
     WHERE u.level IN (${join(level ? [level] : ['commune', 'cell'])})
       AND u.opened_on <= ${day} AND (u.closed_on IS NULL OR u.closed_on >= ${day})
       ${unitId ? sql`AND ${wasBelow(unitId, sql`u.unit_id`, day)}` : empty}
       ${show === 'uncovered' ? sql`AND f.followers IS NULL` : empty}`;
  },
});
