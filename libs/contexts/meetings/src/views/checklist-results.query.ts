import { wasBelow } from '#contexts/org-units/contracts';
import { IsMonth } from '#platform';
import { empty, sql, viewQuery } from '#projections';
import { IsIn, IsOptional, IsUUID } from 'class-validator';
import { checklistCodes, type ChecklistCode } from '../meeting/vocabulary.js';

export class ChecklistResultsParameters {
  /** Only this unit and those below it. */
  @IsOptional() @IsUUID() unitId?: string;
  @IsOptional() @IsIn(checklistCodes) code?: ChecklistCode;
  @IsOptional() @IsMonth() from?: string;
  @IsOptional() @IsMonth() to?: string;
}

/**
 * How often each item of 4 nắm, 4 góp, 3 kiểm was done at the meetings of a unit, by month; the totals add up what stood
 * below `unitId` on the days of the meetings. An item that the minutes do not go into is counted nowhere.
 */
export const checklistResultsQuery = viewQuery({
  name: 'checklist-results',
  summary: { vi: 'Kết quả thực hiện 4 nắm, 4 góp, 3 kiểm', en: 'How often each checklist item was done' },
  parameters: ChecklistResultsParameters,
  columns: {
    month: { type: 'text', title: { vi: 'Tháng', en: 'Month' } },
    unitId: { type: 'uuid', title: { vi: 'Mã đơn vị', en: 'Unit id' } },
    unitName: { type: 'text', title: { vi: 'Đơn vị', en: 'Unit' } },
    position: { type: 'integer', title: { vi: 'Thứ tự', en: 'Position' } },
    code: { type: 'text', title: { vi: 'Mã mục', en: 'Code' } },
    label: { type: 'text', title: { vi: 'Nhãn', en: 'Label, as last filled in' } },
    done: { type: 'integer', title: { vi: 'Đã làm', en: 'Done' } },
    partly: { type: 'integer', title: { vi: 'Làm một phần', en: 'Partly done' } },
    notDone: { type: 'integer', title: { vi: 'Chưa làm', en: 'Not done' } },
  },
  key: ['month', 'unitId', 'position'],
  totals: {
    units: sql`count(DISTINCT unit_id)`,
    done: sql`coalesce(sum(done), 0)`,
    partly: sql`coalesce(sum(partly), 0)`,
    notDone: sql`coalesce(sum(not_done), 0)`,
  },
  rows: ({ unitId, code, from, to }) => sql`
    SELECT item.month, item.unit_id, u.name AS unit_name,
           array_position(${[...checklistCodes]}::text[], item.code) AS position, item.code,
           (array_agg(item.label ORDER BY item.held_on DESC, item.meeting_id))[1] AS label,
           count(*) FILTER (WHERE item.outcome = 'done')::integer AS done,
           count(*) FILTER (WHERE item.outcome = 'partly')::integer AS partly,
           count(*) FILTER (WHERE item.outcome = 'not-done')::integer AS not_done
      FROM (
        SELECT to_char(m.held_on, 'YYYY-MM') AS month, m.held_on, n.meeting_id, n.unit_id,
               entry ->> 'code' AS code, entry ->> 'label' AS label, entry ->> 'outcome' AS outcome
          FROM meeting_minutes n
          JOIN meeting_register m USING (meeting_id)
         CROSS JOIN jsonb_array_elements(n.checklist) AS entry
         WHERE true
           ${unitId ? sql`AND ${wasBelow(unitId, sql`n.unit_id`, sql`m.held_on`)}` : empty}
           ${from ? sql`AND m.held_on >= ${`${from}-01`}::date` : empty}
           ${to ? sql`AND m.held_on < ${`${to}-01`}::date + interval '1 month'` : empty}) item
      JOIN unit_directory u USING (unit_id)
     ${code ? sql`WHERE item.code = ${code}` : empty}
     GROUP BY item.month, item.unit_id, u.name, item.code`,
});
