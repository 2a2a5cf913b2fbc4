import { isBelow, nameOn, wasBelow } from '#contexts/org-units/contracts';
import type { LocalDate } from '#kernel';
import { IsDay, IsLine } from '#platform';
import { empty, sql, viewQuery } from '#projections';
import { IsIn, IsOptional, IsUUID } from 'class-validator';

class AssignmentRosterParameters {
  /** Only this unit and those below it: on that day, or with `term=all` today. */
  @IsOptional() @IsUUID() unitId?: string;
  @IsOptional() @IsUUID() cadreId?: string;
  /** Only assignments that hold on this day; today when left out. */
  @IsOptional() @IsDay() on?: LocalDate;
  /** `all`: whatever the day, ended and future ones too. */
  @IsOptional() @IsIn(['all']) term?: 'all';
  @IsOptional() @IsLine(60) tier?: string;
  @IsOptional() @IsLine(100) decisionNumber?: string;
}

/** Who follows what on a day, or everyone who ever did. */
export const assignmentRosterQuery = viewQuery({
  name: 'assignment-roster',
  summary: { vi: 'Danh sách phân công cán bộ theo dõi đơn vị', en: 'Who follows which unit' },
  parameters: AssignmentRosterParameters,
  columns: {
    unitId: { type: 'uuid', title: { vi: 'Mã đơn vị', en: 'Unit id' } },
    unitName: { type: 'text', title: { vi: 'Đơn vị', en: 'Unit' } },
    unitLevel: { type: 'text', title: { vi: 'Cấp', en: 'Level' } },
    cadreId: { type: 'uuid', title: { vi: 'Mã cán bộ', en: 'Cadre id' } },
    cadreName: { type: 'text', title: { vi: 'Cán bộ', en: 'Cadre' } },
    startsOn: { type: 'date', title: { vi: 'Từ ngày', en: 'From' } },
    endsOn: { type: 'date', title: { vi: 'Đến hết ngày', en: 'Last day' } },
    tier: { type: 'text', title: { vi: 'Tuyến theo dõi', en: 'Tier' } },
    decisionNumber: { type: 'text', title: { vi: 'Số quyết định', en: 'Decision' } },
    decisionDate: { type: 'date', title: { vi: 'Ngày quyết định', en: 'Decision date' } },
    decisionIssuer: { type: 'text', title: { vi: 'Cơ quan ban hành', en: 'Issuer' } },
    endedCause: { type: 'text', title: { vi: 'Lý do kết thúc', en: 'Cause of the end' } },
    endDecisionNumber: { type: 'text', title: { vi: 'Quyết định kết thúc', en: 'Decision of the end' } },
    replacedBy: { type: 'uuid', title: { vi: 'Phân công thay thế', en: 'Replaced by' } },
    carriedFrom: { type: 'uuid', title: { vi: 'Chuyển từ phân công', en: 'Carried from' } },
    isCorrected: { type: 'boolean', title: { vi: 'Đã đính chính', en: 'Corrected' } },
    assignmentId: { type: 'uuid', title: { vi: 'Mã phân công', en: 'Assignment id' } },
  },
  key: ['unitName', 'startsOn', 'assignmentId'],
  totals: {
    assignments: sql`count(*)::integer`,
    units: sql`count(DISTINCT unit_id)::integer`,
    cadres: sql`count(DISTINCT cadre_id)::integer`,
  },
  rows: ({ unitId, cadreId, on, term, tier, decisionNumber }, { today }) => sql`
    SELECT a.unit_id,
           ${term === 'all' ? sql`u.name` : nameOn(sql`a.unit_id`, sql`${on ?? today}::date`)} AS unit_name, u.level AS unit_level, a.cadre_id, c.full_name AS cadre_name,
           a.starts_on, a.ends_on, a.tier, a.decision_number, a.decision_date, a.decision_issuer,
           a.ended_cause, a.end_decision_number, a.replaced_by, a.carried_from, a.is_corrected,
           a.assignment_id
      FROM assignment_roster a
      JOIN unit_directory u USING (unit_id)
      LEFT JOIN cadre_directory c USING (cadre_id)
     WHERE true
       ${term === 'all' ? empty : sql`AND a.starts_on <= ${on ?? today}`}
       ${term === 'all' ? empty : sql`AND (a.ends_on IS NULL OR a.ends_on >= ${on ?? today})`}
       ${unitId && term === 'all' ? sql`AND ${isBelow(unitId)}` : empty}
       ${unitId && term !== 'all' ? sql`AND ${wasBelow(unitId, sql`a.unit_id`, sql`${on ?? today}::date`)}` : empty}
       ${cadreId ? sql`AND a.cadre_id = ${cadreId}` : empty}
       ${tier ? sql`AND a.tier = ${tier}` : empty}
       ${decisionNumber ? sql`AND a.decision_number = ${decisionNumber}` : empty}`,
});
