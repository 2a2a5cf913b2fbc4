import type { StoredEvent } from '#event-store';
import { formatPosition } from '#kernel';
import { findLeaf, type Sql, type StoredLeaf } from '../log/audit-tables.js';
import { leafRecordOf } from '../log/leaf.js';
import type { ChainFault } from './chain-check.js';
import { finding, type Finding, type FindingKind } from './findings.js';

/** What an event and its row in the audit log disagree about. */
export type Disagreement =
  /** The same event with other content: its leaf is another. */
  | 'content'
  /** The same leaf at another position or time of the store. */
  | 'place'
  /** Another event stands here; `others` in a row from `index` on. */
  | 'other-event'
  /** No row. */
  | 'no-row'
  /** No event. */
  | 'no-event';

/** Which side the next signed checkpoint bears out. */
export type Verdict = 'rows-are-right' | 'events-are-right' | 'neither' | 'not-signed';

export interface Difference {
  readonly index: number;
  readonly what: Disagreement;
  readonly event: StoredEvent | undefined;
  readonly row: StoredLeaf | undefined;
  readonly chainFault: ChainFault | undefined;
  verdict: Verdict;
  /** For `other-event`: where the event of the row was met later on. */
  seenAt?: StoredEvent;
  /** For `other-event`: later events are in their places again. */
  realigned?: boolean;
}

export function compare(event: StoredEvent, row: StoredLeaf | undefined): Disagreement | undefined {
  if (!row) return 'no-row';
  if (row.id !== event.id) return 'other-event';
  const leaf = leafRecordOf(event);
  if (leaf.hash !== row.hash || leaf.stream !== row.stream || leaf.revision !== row.revision) return 'content';
  const isSamePlace = formatPosition(leaf.position) === formatPosition(row.position) && leaf.created === row.created;
  return isSamePlace ? undefined : 'place';
}

/** The recorded time is our own clock when the command came; the store's follows at once. */
const backDatedMs = 10 * 60_000;

export const ofEvent = (event: StoredEvent, index: number) => ({
  index,
  stream: event.stream,
  revision: event.revision,
  eventId: event.id,
  position: formatPosition(event.position),
});

const ofRow = (row: StoredLeaf) => ({
  index: row.index,
  stream: row.stream,
  revision: row.revision,
  eventId: row.id,
  position: formatPosition(row.position),
});

/** Says what was done to an event whose content is not what it was, as far as it can be told without the original. */
export function alteration(
  event: StoredEvent,
  index: number,
  row: StoredLeaf | undefined,
  rechained: boolean,
): Finding {
  const recordedAt = (event.metadata as Partial<StoredEvent['metadata']> | undefined)?.recordedAt;
  const noted = row?.created;
  const apart = noted && recordedAt ? Math.abs(Date.parse(recordedAt) - Date.parse(noted)) : 0;
  const more: [string, string] = rechained
    ? ['mã băm trong chuỗi cũng đã được tính lại', 'the hashes of its chain were computed anew']
    : ['', ''];
  if (!(apart > backDatedMs)) return finding('altered', 'event-store', ofEvent(event, index), more);
  const times: [string, string] = [
    `nay ghi ${recordedAt}, kho đã nhận lúc ${noted}`,
    `it now says ${recordedAt}, the store took it at ${noted}`,
  ];
  return finding('back-dated', 'event-store', ofEvent(event, index), [
    [times[0], more[0]].filter(Boolean).join('; '),
    [times[1], more[1]].filter(Boolean).join('; '),
  ]);
}

/** Turns a difference whose verdict is known into words. `lastRowSeen`: the last event of the log is still in the store. */
export async function explain(
  sql: Sql,
  difference: Difference,
  leafEnd: number,
  lastRowSeen: boolean,
): Promise<Finding> {
  const { what, event, row, verdict, index, chainFault } = difference;
  const at = event ? ofEvent(event, index) : ofRow(row!);
  if (what === 'no-row') return finding('leaf-removed', 'audit-tables', at);
  if (verdict === 'events-are-right' && chainFault !== 'altered') return finding('leaf-altered', 'audit-tables', at);
  if (what === 'no-event') return cutOff(row!, leafEnd, false);
  if (what === 'content') {
    return verdict === 'rows-are-right' || chainFault === 'altered'
      ? alteration(event!, index, verdict === 'rows-are-right' ? row : undefined, chainFault !== 'altered')
      : finding('unclear', 'audit-tables', at);
  }
  if (what === 'place') return placeChange(event!, row!, index, verdict);
  if (verdict === 'not-signed' || verdict === 'neither') return finding('unclear', 'audit-tables', at);
  return otherEvent(sql, difference, leafEnd, lastRowSeen);
}

function placeChange(event: StoredEvent, row: StoredLeaf, index: number, verdict: Verdict): Finding {
  if (verdict !== 'rows-are-right') return finding('unclear', 'audit-tables', ofEvent(event, index));
  const was = `${formatPosition(row.position)}, ${row.created}`;
  const is = `${formatPosition(event.position)}, ${event.created}`;
  return finding('store-place-changed', 'event-store', ofEvent(event, index), [
    `trước: ${was}; nay: ${is}`,
    `was: ${was}; is: ${is}`,
  ]);
}

const cutOff = (row: StoredLeaf, leafEnd: number, overwritten: boolean): Finding =>
  finding('cut-off', 'event-store', ofRow(row), [
    `mất ${leafEnd - row.index} sự kiện${overwritten ? ', sự kiện khác được ghi vào chỗ đó' : ''}`,
    `${leafEnd - row.index} events are gone${overwritten ? ', others were written in their place' : ''}`,
  ]);

async function otherEvent(
  sql: Sql,
  { event, row, index, seenAt, realigned }: Difference,
  leafEnd: number,
  lastRowSeen: boolean,
): Promise<Finding> {
  const known = await findLeaf(sql, event!.id);
  const here: [string, string] = [
    `ở chỗ đó nay là ${event!.stream} @ ${event!.revision}`,
    `in its place stands ${event!.stream} @ ${event!.revision}`,
  ];
  const say = (kind: FindingKind, more: [string, string] = here) => finding(kind, 'event-store', ofRow(row!), more);
  if (seenAt && !known) return finding('inserted', 'event-store', ofEvent(event!, index));
  if (seenAt) {
    const to = formatPosition(seenAt.position);
    return say('reordered', [`${here[0]}; nó nay ở vị trí ${to}`, `${here[1]}; it stands at position ${to} now`]);
  }
  if (known && known.index > index) {
    const count = known.index - index;
    return say(
      'removed',
      count > 1 ? [`cùng ${count - 1} sự kiện sau nó`, `with the ${count - 1} after it`] : ['', ''],
    );
  }
  return realigned || lastRowSeen ? say('replaced') : cutOff(row!, leafEnd, true);
}
