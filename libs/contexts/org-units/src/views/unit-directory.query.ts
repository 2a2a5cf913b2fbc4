import { searchText, type LocalDate } from '#kernel';
import { IsDay, IsLine } from '#platform';
import { empty, sql, viewQuery } from '#projections';
import { IsIn, IsOptional, IsUUID } from 'class-validator';
import { levelCodes } from '../unit/levels.js';
import { isBelow } from './is-below.js';

class UnitDirectoryParameters {
  /** Only this unit and those below it. */
  @IsOptional() @IsUUID() unitId?: string;
  /** Only the units directly below this one. */
  @IsOptional() @IsUUID() parentId?: string;
  @IsOptional() @IsIn(levelCodes) level?: string;
  @IsOptional() @IsIn(['open', 'closed']) status?: string;
  /** Only units that existed on this day. */
  @IsOptional() @IsDay() on?: LocalDate;
  /** Part of the name, with or without diacritics; or the whole code. */
  @IsOptional() @IsLine(100) text?: string;
}

export const unitDirectoryQuery = viewQuery({
  name: 'unit-directory',
  summary: { vi: 'Danh mục đơn vị', en: 'Units' },
  parameters: UnitDirectoryParameters,
  columns: {
    unitId: { type: 'uuid', title: { vi: 'Mã đơn vị', en: 'Unit id' } },
    name: { type: 'text', title: { vi: 'Tên đơn vị', en: 'Name' } },
    level: { type: 'text', title: { vi: 'Cấp', en: 'Level' } },
    kind: { type: 'text', title: { vi: 'Loại', en: 'Kind' } },
    code: { type: 'text', title: { vi: 'Mã hành chính', en: 'Official code' } },
    parentId: { type: 'uuid', title: { vi: 'Mã cấp trên', en: 'Parent id' } },
    parentName: { type: 'text', title: { vi: 'Cấp trên', en: 'Parent' } },
    status: { type: 'text', title: { vi: 'Trạng thái', en: 'Status' } },
    openedOn: { type: 'date', title: { vi: 'Từ ngày', en: 'Opened on' } },
    closedOn: { type: 'date', title: { vi: 'Đến hết ngày', en: 'Last day' } },
    generated: { type: 'boolean', title: { vi: 'Dữ liệu mẫu', en: 'Generated' } },
    path: { type: 'text', title: { vi: 'Đường dẫn', en: 'Path' } },
  },
  key: ['path'],
  totals: {
    units: sql`count(*)::integer`,
    open: sql`(count(*) FILTER (WHERE status = 'open'))::integer`,
  },
  rows: ({ unitId, parentId, level, status, on, text }) => sql`
    SELECT u.unit_id, u.name, u.level, u.kind, u.code, u.parent_id, parent.name AS parent_name, u.status,
           u.opened_on, u.closed_on, u.generated, u.path
      FROM unit_directory u
      LEFT JOIN unit_directory parent ON parent.unit_id = u.parent_id
     WHERE true
       ${unitId ? sql`AND ${isBelow(unitId)}` : empty}
       ${parentId ? sql`AND u.parent_id = ${parentId}` : empty}
       ${level ? sql`AND u.level = ${level}` : empty}
       ${status ? sql`AND u.status = ${status}` : empty}
       ${on ? sql`AND u.opened_on <= ${on} AND (u.closed_on IS NULL OR u.closed_on >= ${on})` : empty}
       ${text ? sql`AND (strpos(u.search_name, ${searchText(text)}) > 0 OR u.code = ${text})` : empty}`,
});
