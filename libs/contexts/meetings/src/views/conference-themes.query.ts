import { issueCategories } from '#contexts/issues/contracts';
import { wasBelow } from '#contexts/org-units/contracts';
import { empty, sql, viewQuery } from '#projections';
import { IsOptional, IsUUID } from 'class-validator';

export class ConferenceThemesParameters {
  /** Only conferences of this unit and those below it. */
  @IsOptional() @IsUUID() unitId?: string;
  @IsOptional() @IsUUID() meetingId?: string;
}

const names = JSON.stringify(Object.fromEntries(issueCategories.map(({ code, vi }) => [code, vi])));

/**
 * Each listening conference by theme: how many opinions were raised (they are issues with the conference as their
 * meeting), the causes found, how many were answered on the spot and how many were assigned with a deadline.
 */
export const conferenceThemesQuery = viewQuery({
  name: 'conference-themes',
  summary: { vi: 'Ý kiến tại hội nghị theo nhóm vấn đề', en: 'Opinions at listening conferences by theme' },
  parameters: ConferenceThemesParameters,
  columns: {
    heldOn: { type: 'date', title: { vi: 'Ngày', en: 'Date' } },
    meetingId: { type: 'uuid', title: { vi: 'Mã hội nghị', en: 'Conference id' } },
    category: { type: 'text', title: { vi: 'Mã nhóm vấn đề', en: 'Theme' } },
    categoryName: { type: 'text', title: { vi: 'Nhóm vấn đề', en: 'Theme in Vietnamese' } },
    unitId: { type: 'uuid', title: { vi: 'Mã đơn vị tổ chức', en: 'Host id' } },
    unitName: { type: 'text', title: { vi: 'Đơn vị tổ chức', en: 'Host' } },
    opinions: { type: 'integer', title: { vi: 'Số ý kiến', en: 'Opinions' } },
    units: { type: 'integer', title: { vi: 'Số đơn vị có ý kiến', en: 'Units with opinions' } },
    onTheSpot: { type: 'integer', title: { vi: 'Trả lời tại chỗ', en: 'Answered on the spot' } },
    assigned: { type: 'integer', title: { vi: 'Giao giải quyết có thời hạn', en: 'Assigned with a deadline' } },
    open: { type: 'integer', title: { vi: 'Chưa giải quyết xong', en: 'Unresolved' } },
    overdue: { type: 'integer', title: { vi: 'Quá hạn', en: 'Overdue' } },
    lastDueOn: { type: 'date', title: { vi: 'Hạn xa nhất', en: 'Last deadline' } },
    causes: { type: 'text[]', title: { vi: 'Nguyên nhân', en: 'Causes' } },
    conclusion: { type: 'text', title: { vi: 'Kết luận', en: 'Conclusion' } },
  },
  key: ['heldOn', 'meetingId', 'category'],
  totals: {
    themes: sql`count(*)`,
    opinions: sql`coalesce(sum(opinions), 0)`,
    onTheSpot: sql`coalesce(sum(on_the_spot), 0)`,
    assigned: sql`coalesce(sum(assigned), 0)`,
    open: sql`coalesce(sum(open), 0)`,
    overdue: sql`coalesce(sum(overdue), 0)`,
  },
  rows: ({ unitId, meetingId }, { today }) => sql`
    WITH opinion AS (
      SELECT m.meeting_id, i.category,
             count(*) AS opinions,
             count(DISTINCT i.unit_id) AS units,
             count(*) FILTER (WHERE i.answered_on = m.held_on) AS on_the_spot,
             count(*) FILTER (WHERE i.answered_on IS DISTINCT FROM m.held_on) AS assigned,
             count(*) FILTER (WHERE i.resolved_on IS NULL AND i.ended_on IS NULL) AS open,
             count(*) FILTER (WHERE i.answered_on IS NULL AND i.ended_on IS NULL AND i.due_on < ${today}::date) AS overdue,
             max(i.due_on) FILTER (WHERE i.answered_on IS DISTINCT FROM m.held_on) AS last_due_on
        FROM issue_register i
        JOIN meeting_register m USING (meeting_id)
       WHERE m.kind = 'listening-conference'
         ${meetingId ? sql`AND m.meeting_id = ${meetingId}` : empty}
       GROUP BY m.meeting_id, i.category
    ), theme AS (
      SELECT meeting_id, category, causes, conclusion FROM conference_themes
       ${meetingId ? sql`WHERE meeting_id = ${meetingId}` : empty}
    )
    SELECT m.held_on, m.meeting_id, t.category, ${names}::jsonb ->> t.category AS category_name,
           m.unit_id, u.name AS unit_name,
           coalesce(t.opinions, 0)::integer AS opinions, coalesce(t.units, 0)::integer AS units,
           coalesce(t.on_the_spot, 0)::integer AS on_the_spot, coalesce(t.assigned, 0)::integer AS assigned,
           coalesce(t.open, 0)::integer AS open, coalesce(t.overdue, 0)::integer AS overdue, t.last_due_on,
           coalesce(t.causes, '{}'::text[]) AS causes, t.conclusion
      FROM (SELECT * FROM opinion FULL JOIN theme USING (meeting_id, category)) t
      JOIN meeting_register m USING (meeting_id)
      JOIN unit_directory u ON u.unit_id = m.unit_id
     WHERE true
       ${unitId ? sql`AND ${wasBelow(unitId, sql`m.unit_id`, sql`m.held_on`)}` : empty}`,
});
