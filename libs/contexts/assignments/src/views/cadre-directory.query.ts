import { isBelow } from '#contexts/org-units/contracts';
import { searchText } from '#kernel';
import { IsLine } from '#platform';
import { empty, sql, viewQuery } from '#projections';
import { IsIn, IsOptional, IsUUID } from 'class-validator';

class CadreDirectoryParameters {
  /** Only cadres of this unit and of those below it. */
  @IsOptional() @IsUUID() unitId?: string;
  @IsOptional() @IsUUID() cadreId?: string;
  @IsOptional() @IsIn(['active', 'retired']) status?: string;
  /** Part of the name, with or without diacritics. */
  @IsOptional() @IsLine(100) text?: string;
}

/** Cadres, and how many units each follows today. */
export const cadreDirectoryQuery = viewQuery({
  name: 'cadre-directory',
  summary: { vi: 'Danh sách cán bộ', en: 'Cadres' },
  parameters: CadreDirectoryParameters,
  columns: {
    cadreId: { type: 'uuid', title: { vi: 'Mã cán bộ', en: 'Cadre id' } },
    fullName: { type: 'text', title: { vi: 'Họ và tên', en: 'Full name' } },
    phone: { type: 'text', title: { vi: 'Điện thoại', en: 'Phone' } },
    position: { type: 'text', title: { vi: 'Chức vụ', en: 'Position' } },
    unitId: { type: 'uuid', title: { vi: 'Mã đơn vị công tác', en: 'Unit id' } },
    unitName: { type: 'text', title: { vi: 'Đơn vị công tác', en: 'Unit' } },
    cellId: { type: 'uuid', title: { vi: 'Mã chi bộ sinh hoạt', en: 'Own cell' } },
    status: { type: 'text', title: { vi: 'Trạng thái', en: 'Status' } },
    retiredOn: { type: 'date', title: { vi: 'Thôi công tác từ ngày', en: 'Retired on' } },
    following: { type: 'integer', title: { vi: 'Số đơn vị đang theo dõi', en: 'Units followed' } },
    generated: { type: 'boolean', title: { vi: 'Dữ liệu mẫu', en: 'Generated' } },
  },
  key: ['fullName', 'cadreId'],
  totals: {
    cadres: sql`count(*)::integer`,
    active: sql`(count(*) FILTER (WHERE status = 'active'))::integer`,
    withoutUnit: sql`(count(*) FILTER (WHERE status = 'active' AND following = 0))::integer`,
  },
  rows: ({ unitId, cadreId, status, text }, { today }) => sql`
    SELECT c.cadre_id, c.full_name, c.phone, c.position, c.unit_id, u.name AS unit_name, c.cell_id, c.status, c.retired_on,
           (SELECT count(DISTINCT a.unit_id)::integer FROM assignment_roster a
             WHERE a.cadre_id = c.cadre_id AND a.starts_on <= ${today}
               AND (a.ends_on IS NULL OR a.ends_on >= ${today})) AS following,
           c.generated
      FROM cadre_directory c
      LEFT JOIN unit_directory u USING (unit_id)
     WHERE true
       ${unitId ? sql`AND ${isBelow(unitId)}` : empty}
       ${cadreId ? sql`AND c.cadre_id = ${cadreId}` : empty}
       ${status ? sql`AND c.status = ${status}` : empty}
       ${text ? sql`AND strpos(c.search_name, ${searchText(text)}) > 0` : empty}`,
});
