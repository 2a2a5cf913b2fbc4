import type { EventStore } from '#event-store';
import { formatPosition } from '#kernel';
import type { DataSource } from 'typeorm';
import { AuditTablesError, leafEnd, moveLog, readLeaves, readLog, type Sql } from './log/audit-tables.js';
import { leafRecordOf } from './log/leaf.js';
import { eventAt } from './prove.js';

/**
 * Lets the log go on in a store that the events were copied to. The tree does not know positions, so the copy must have
 * the same roots: run `verify --moved` before, which proves the copy to be whole.
 *
 * @returns the position in the new store of the last event in the log
 * @throws AuditTablesError when that event is not there as it was
 */
export async function rebaseAudit(dataSource: DataSource, store: EventStore): Promise<string> {
  const sql: Sql = (statement, parameters) => dataSource.query(statement, parameters);
  const state = await readLog(sql);
  const [last] = await readLeaves(sql, (await leafEnd(sql)) - 1, state.size);
  if (!last) throw new AuditTablesError('the audit log is empty: it begins by itself');
  const event = await eventAt(store, last.stream, last.revision);
  if (event?.id !== last.id || leafRecordOf(event).hash !== last.hash) {
    throw new AuditTablesError(`the last event of the log, ${last.stream} @ ${last.revision}, is not in this store`);
  }
  const { position } = event;
  // UPDATE … RETURNING of a data source answers [rows, count]; the compare-and-set needs rows only.
  const update: Sql = async (statement, parameters) =>
    (await dataSource.query<[never[], number]>(statement, parameters))[0];
  if (!(await moveLog(update, state, { ...state, position }))) {
    throw new AuditTablesError('the audit log moved meanwhile: stop the projector first');
  }
  return formatPosition(position);
}
