import { viewQuery, empty, sql } from '#projections';
import { IsIn, IsOptional, IsUUID } from 'class-validator';
import { isBelow } from './is-below.js';

class UnitSuccessionsParameters {
  /** Only successors that are this unit or lie below it. */
  @IsOptional() @IsUUID() unitId?: string;
  /** What became of this unit. */
  @IsOptional() @IsUUID() predecessorId?: string;
  /** What this unit was made of. */
  @IsOptional() @IsUUID() successorId?: string;
  /** `unfinished`: mergers with a predecessor that is not closed yet. */
  @IsOptional() @IsIn(['unfinished']) show?: 'unfinished';
}

/** Which unit carries on the work of which, in both directions. */
export const unitSuccessionsQuery = viewQuery({
  name: 'unit-successions',
  summary: { vi: 'Đơn vị tiền thân và đơn vị kế thừa', en: 'Predecessors and successors of units' },
  parameters: UnitSuccessionsParameters,
  columns: {
    unitId: { type: 'uuid', title: { vi: 'Mã đơn vị kế thừa', en: 'Successor id' } },
    successorName: { type: 'text', title: { vi: 'Đơn vị kế thừa', en: 'Successor' } },
    predecessorId: { type: 'uuid', title: { vi: 'Mã đơn vị tiền thân', en: 'Predecessor id' } },
    predecessorName: { type: 'text', title: { vi: 'Đơn vị tiền thân', en: 'Predecessor' } },
    predecessorStatus: { type: 'text', title: { vi: 'Trạng thái đơn vị tiền thân', en: 'Status of the predecessor' } },
    kind: { type: 'text', title: { vi: 'Hình thức', en: 'Kind' } },
    since: { type: 'date', title: { vi: 'Từ ngày', en: 'Since' } },
    decisionNumber: { type: 'text', title: { vi: 'Số quyết định', en: 'Decision' } },
    decisionDate: { type: 'date', title: { vi: 'Ngày quyết định', en: 'Decision date' } },
    decisionIssuer: { type: 'text', title: { vi: 'Cơ quan ban hành', en: 'Issuer' } },
  },
  key: ['successorName', 'unitId', 'predecessorName', 'predecessorId'],
  totals: {
    successors: sql`count(DISTINCT unit_id)::integer`,
    predecessors: sql`count(DISTINCT predecessor_id)::integer`,
    unfinished: sql`(count(*) FILTER (WHERE kind IN ('merger', 'absorption') AND predecessor_status = 'open'))::integer`,
  },
  rows: ({ unitId, predecessorId, successorId, show }) => sql`
    SELECT s.successor_id AS unit_id, u.name AS successor_name, s.predecessor_id, old.name AS predecessor_name,
           old.status AS predecessor_status, coalesce(s.kind, 'closing') AS kind, s.since,
           s.decision_number, s.decision_date, s.decision_issuer
      FROM unit_successions s
      JOIN unit_directory u ON u.unit_id = s.successor_id
      JOIN unit_directory old ON old.unit_id = s.predecessor_id
     WHERE true
       ${unitId ? sql`AND ${isBelow(unitId)}` : empty}
       ${predecessorId ? sql`AND s.predecessor_id = ${predecessorId}` : empty}
       ${successorId ? sql`AND s.successor_id = ${successorId}` : empty}
       ${show ? sql`AND s.kind IN ('merger', 'absorption') AND old.status = 'open'` : empty}`,
});
