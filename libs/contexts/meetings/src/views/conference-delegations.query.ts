import { wasBelow } from '#contexts/org-units/contracts';
import { empty, sql, viewQuery } from '#projections';
import { IsOptional, IsUUID } from 'class-validator';

export class ConferenceDelegationsParameters {
  /** Only delegations of this unit and those below it. */
  @IsOptional() @IsUUID() unitId?: string;
  @IsOptional() @IsUUID() meetingId?: string;
}

export const conferenceDelegationsQuery = viewQuery({
  name: 'conference-delegations',
  summary: { vi: 'Các đoàn đại biểu dự hội nghị lắng nghe', en: 'Delegations at listening conferences' },
  parameters: ConferenceDelegationsParameters,
  columns: {
    heldOn: { type: 'date', title: { vi: 'Ngày', en: 'Date' } },
    meetingId: { type: 'uuid', title: { vi: 'Mã hội nghị', en: 'Conference id' } },
    unitId: { type: 'uuid', title: { vi: 'Mã đơn vị cử đại biểu', en: 'Unit id' } },
    unitName: { type: 'text', title: { vi: 'Đơn vị cử đại biểu', en: 'Unit' } },
    level: { type: 'text', title: { vi: 'Cấp', en: 'Level' } },
    hostId: { type: 'uuid', title: { vi: 'Mã đơn vị tổ chức', en: 'Host id' } },
    hostName: { type: 'text', title: { vi: 'Đơn vị tổ chức', en: 'Host' } },
    delegates: { type: 'integer', title: { vi: 'Số đại biểu', en: 'Delegates' } },
  },
  key: ['heldOn', 'meetingId', 'unitId'],
  totals: {
    conferences: sql`count(DISTINCT meeting_id)`,
    units: sql`count(DISTINCT unit_id)`,
    communes: sql`count(DISTINCT unit_id) FILTER (WHERE level = 'commune')`,
    delegates: sql`coalesce(sum(delegates), 0)`,
  },
  rows: ({ unitId, meetingId }) => sql`
    SELECT m.held_on, d.meeting_id, d.unit_id, u.name AS unit_name, u.level, m.unit_id AS host_id,
           host.name AS host_name, d.delegates
      FROM conference_delegations d
      JOIN meeting_register m USING (meeting_id)
      JOIN unit_directory u ON u.unit_id = d.unit_id
      LEFT JOIN unit_directory host ON host.unit_id = m.unit_id
     WHERE true
       ${unitId ? sql`AND ${wasBelow(unitId, sql`d.unit_id`, sql`m.held_on`)}` : empty}
       ${meetingId ? sql`AND d.meeting_id = ${meetingId}` : empty}`,
});
