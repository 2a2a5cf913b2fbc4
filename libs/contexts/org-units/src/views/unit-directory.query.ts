import { rootUnitId, searchText, type LocalDate } from '#kernel';
import { IsDay, IsLine } from '#platform';
import { empty, sql, viewQuery, type Sql } from '#projections';
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
  /** As the tree stood on this day: names, parents, status and paths of then. Today's tree when left out. */
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
  rows: (parameters) => (parameters.on === undefined ? standingToday(parameters) : stoodOn(parameters.on, parameters)),
});

const standingToday = ({ unitId, parentId, level, status, text }: UnitDirectoryParameters): Sql => sql`
    SELECT u.unit_id, u.name, u.level, u.kind, u.code, u.parent_id, parent.name AS parent_name, u.status,
           u.opened_on, u.closed_on, u.generated, u.path
      FROM unit_directory u
      LEFT JOIN unit_directory parent ON parent.unit_id = u.parent_id
     WHERE true
       ${unitId ? sql`AND ${isBelow(unitId)}` : empty}
       ${parentId ? sql`AND u.parent_id = ${parentId}` : empty}
       ${level ? sql`AND u.level = ${level}` : empty}
       ${status ? sql`AND u.status = ${status}` : empty}
       ${text ? sql`AND (strpos(u.search_name, ${searchText(text)}) > 0 OR u.code = ${text})` : empty}`;

/** Units registered later are left out, units closed before are there with the place they had at their end. */
const stoodOn = (day: LocalDate, { unitId, parentId, level, status, text }: UnitDirectoryParameters): Sql => sql`
    WITH RECURSIVE placed AS (
        SELECT ${rootUnitId}::uuid AS unit_id, NULL::uuid AS parent_id, ${`/${rootUnitId}/`}::text AS path
      UNION ALL
        SELECT child.unit_id, child.parent_id, placed.path || child.unit_id || '/'
          FROM placed
          JOIN unit_places child ON child.parent_id = placed.unit_id
         WHERE child.since <= ${day} AND (child.until IS NULL OR child.until > ${day})
    )
    SELECT u.unit_id, bore.name, u.level, u.kind, u.code, placed.parent_id, above.name AS parent_name, was.status,
           u.opened_on, CASE WHEN was.status = 'closed' THEN u.closed_on END AS closed_on, u.generated, placed.path
      FROM placed
      JOIN unit_directory u ON u.unit_id = placed.unit_id
     CROSS JOIN LATERAL (SELECT CASE WHEN u.closed_on < ${day} THEN 'closed' ELSE 'open' END AS status) was
      JOIN LATERAL (${namesOn(day, sql`u.unit_id`)}) bore ON true
      LEFT JOIN LATERAL (${namesOn(day, sql`placed.parent_id`)}) above ON true
     WHERE true
       ${unitId && unitId !== rootUnitId ? sql`AND strpos(placed.path, ${`/${unitId}/`}) > 0` : empty}
       ${parentId ? sql`AND placed.parent_id = ${parentId}` : empty}
       ${level ? sql`AND u.level = ${level}` : empty}
       ${status ? sql`AND was.status = ${status}` : empty}
       ${text ? sql`AND (strpos(bore.search_name, ${searchText(text)}) > 0 OR u.code = ${text})` : empty}`;

const namesOn = (day: LocalDate, unit: Sql): Sql => sql`
    SELECT n.name, n.search_name FROM unit_names n
     WHERE n.unit_id = ${unit} AND n.since <= ${day} ORDER BY n.since DESC LIMIT 1`;
