import { sql, type Sql } from '#projections';

/** Meetings of the kind of `m`, in its unit, up to it, whose figures are known: what a run is counted over. */
const counted = (other: Sql): Sql => sql`
  ${other}.unit_id = m.unit_id AND ${other}.kind = m.kind AND ${other}.status = 'held' AND ${other}.on_roll IS NOT NULL
  AND (${other}.meeting_date, ${other}.meeting_id) <= (m.meeting_date, m.meeting_id)`;

/**
 * For a row `m` of `meeting_register`: how many times running the member excused longest had been excused when it was
 * held, this time included; 0: nobody was excused. Null: some were and none is named, so that nobody knows.
 */
export const excusedRunning: Sql = sql`(
  CASE WHEN m.excused = 0 THEN 0 ELSE (
    SELECT max((
             SELECT count(*) FROM meeting_register p
              WHERE ${counted(sql`p`)} AND p.meeting_date >= coalesce(broken.meeting_date, '-infinity')
                AND (broken.meeting_id IS NULL
                     OR (p.meeting_date, p.meeting_id) > (broken.meeting_date, broken.meeting_id))))
      FROM member_absences a
      LEFT JOIN LATERAL (
        SELECT q.meeting_date, q.meeting_id FROM meeting_register q
         WHERE ${counted(sql`q`)}
           AND NOT EXISTS (SELECT 1 FROM member_absences x
                            WHERE x.meeting_id = q.meeting_id AND x.member_id = a.member_id AND x.is_excused)
         ORDER BY q.meeting_date DESC, q.meeting_id DESC LIMIT 1) broken ON true
     WHERE a.meeting_id = m.meeting_id AND a.is_excused) END)::integer`;

/**
 * For a row `m` of `meeting_register`: what the pack of its day proposes, "nobody excused more than so many times running"
 * included. A meeting's own stream does not know the meetings before it, so that the judgement stored in its events
 * leaves that rule open; it is read off here, by the limit that the judgement names.
 */
export const standardProposal: Sql = sql`(
  CASE WHEN m.standard_proposal = 'up-to-standard' AND m.excused > 0 AND ${excusedRunning} > (
         SELECT (rule ->> 'asked')::integer FROM jsonb_array_elements(m.standard_rules) AS rule
          WHERE rule ->> 'rule' = 'none-excused-running')
       THEN 'not-up-to-standard' ELSE m.standard_proposal END)`;
