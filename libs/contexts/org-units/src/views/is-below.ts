import { rootUnitId } from '#kernel';
import { sql, type Sql } from '#projections';

/** Condition: `u`, a row of `unit_directory`, is this unit or lies below it. Nothing lies below an unknown unit. */
export const isBelow = (unitId: string): Sql =>
  unitId === rootUnitId
    ? sql`true`
    : sql`u.path LIKE (SELECT top.path || '%' FROM unit_directory top WHERE top.unit_id = ${unitId})`;
