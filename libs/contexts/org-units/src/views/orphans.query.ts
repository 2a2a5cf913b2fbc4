import { empty, sql, viewQuery } from '#projections';
import { IsIn, IsOptional, IsUUID } from 'class-validator';
import { isBelow } from './is-below.js';

export const orphanKinds = ['unit', 'cadre', 'assignment', 'meeting', 'issue', 'evaluation', 'campaign'] as const;

class OrphansParameters {
  /** Only closed units that are this one or lie below it; a merged unit lies below its successor. */
  @IsOptional() @IsUUID() unitId?: string;
  @IsOptional() @IsIn(orphanKinds) kind?: (typeof orphanKinds)[number];
}

/**
 * What closed units left open: units below them, cadres who belong to them, assignments, meetings planned for later,
 * issues that they hold, evaluations begun and not decided, and their own campaigns that were not published. Each stays here until somebody moves, carries over, ends or
 * decides it. Named by id and by what can be read without opening a personal field.
 */
export const orphansQuery = viewQuery({
  name: 'orphans',
  summary: { vi: 'Việc còn dở dang của đơn vị đã kết thúc', en: 'What closed units left open' },
  parameters: OrphansParameters,
  columns: {
    kind: { type: 'text', title: { vi: 'Loại', en: 'Kind' } },
    unitId: { type: 'uuid', title: { vi: 'Mã đơn vị', en: 'Unit id' } },
    unitName: { type: 'text', title: { vi: 'Đơn vị đã kết thúc', en: 'Closed unit' } },
    closedOn: { type: 'date', title: { vi: 'Ngày kết thúc', en: 'Last day' } },
    subjectId: { type: 'uuid', title: { vi: 'Mã việc', en: 'Subject id' } },
    subject: { type: 'text', title: { vi: 'Việc', en: 'Subject' } },
    successorIds: { type: 'text[]', title: { vi: 'Mã đơn vị kế thừa', en: 'Successor ids' } },
    successors: { type: 'text', title: { vi: 'Đơn vị kế thừa', en: 'Successors' } },
  },
  key: ['unitName', 'unitId', 'kind', 'subjectId'],
  totals: {
    orphans: sql`count(*)::integer`,
    units: sql`count(DISTINCT unit_id)::integer`,
    assignments: sql`(count(*) FILTER (WHERE kind = 'assignment'))::integer`,
    issues: sql`(count(*) FILTER (WHERE kind = 'issue'))::integer`,
  },
  rows: ({ unitId, kind }) => sql`
    SELECT o.kind, u.unit_id, u.name AS unit_name, u.closed_on, o.subject_id, o.subject, heirs.successor_ids,
           heirs.successors
      FROM unit_directory u
      JOIN (SELECT 'unit' AS kind, c.parent_id AS unit_id, c.unit_id AS subject_id, c.name AS subject, NULL::date AS until
              FROM unit_directory c WHERE c.status = 'open'
            UNION ALL
            SELECT 'cadre', c.unit_id, c.cadre_id, c.full_name, NULL FROM cadre_directory c WHERE c.status = 'active'
            UNION ALL
            SELECT 'assignment', a.unit_id, a.assignment_id, c.full_name, coalesce(a.ends_on, 'infinity')
              FROM assignment_roster a LEFT JOIN cadre_directory c USING (cadre_id)
            UNION ALL
            SELECT 'meeting', m.unit_id, m.meeting_id, m.meeting_date::text, m.meeting_date
              FROM meeting_register m WHERE m.status = 'scheduled'
            UNION ALL
            SELECT 'issue', i.holder_unit_id, i.issue_id, i.title, NULL
              FROM issue_register i WHERE i.resolved_on IS NULL AND i.ended_on IS NULL
            UNION ALL
            SELECT 'evaluation', e.unit_id, e.evaluation_id, e.period, NULL
              FROM cell_classifications e WHERE e.status <> 'decided'
            UNION ALL
            SELECT 'campaign', g.unit_id, g.campaign_id, g.period, NULL
              FROM evaluation_campaigns g WHERE g.published_on IS NULL) o ON o.unit_id = u.unit_id
     CROSS JOIN LATERAL (
           SELECT coalesce(array_agg(s.successor_id::text ORDER BY heir.name), '{}') AS successor_ids,
                  string_agg(heir.name, ', ' ORDER BY heir.name) AS successors
             FROM unit_successions s JOIN unit_directory heir ON heir.unit_id = s.successor_id
            WHERE s.predecessor_id = u.unit_id) heirs
     WHERE u.status = 'closed' AND (o.until IS NULL OR o.until > u.closed_on)
       ${unitId ? sql`AND ${isBelow(unitId)}` : empty}
       ${kind ? sql`AND o.kind = ${kind}` : empty}`,
});
