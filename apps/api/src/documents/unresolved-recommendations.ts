import { groupBy } from '#kernel';
import { IsOptional, IsUUID } from 'class-validator';
import type { Row } from '../views/view-reader.js';
import { dayText, documentKind, linesOf, textOf } from './document.js';

class Parameters {
  /** Only what was raised in this unit and those below it; the reader's own unit when left out. */
  @IsOptional() @IsUUID() unitId?: string;
}

/** Kiến nghị of the base that nobody has settled, by the body that must act, most urgent first. */
export const unresolvedRecommendationsDocument = documentKind({
  name: 'unresolved-recommendations',
  summary: {
    vi: 'Danh sách kiến nghị của cơ sở chưa được giải quyết',
    en: 'List of the recommendations that are still unresolved',
  },
  roles: ['secretary', 'office', 'responsible-body', 'inspector', 'admin'],
  parameters: Parameters,

  async fill({ unitId }, ask, today) {
    const rows = await linesOf(ask('unresolved-recommendations', unitId === undefined ? {} : { unitId }), (row) => row);
    // Departments of two provinces may have the same name.
    const byHolder = groupBy(rows, ({ holderUnitId }) => holderUnitId);
    const holders = [...byHolder.values()].map((held) => ({
      holder: textOf(held[0]!['holderName'], 'Chưa rõ nơi xử lý'),
      count: held.length,
      overdue: held.filter(isOverdue).length,
      rows: held.toSorted(byDue).map((row, index) => ({ number: index + 1, ...lineOf(row) })),
    }));
    return {
      on: dayText(today),
      count: rows.length,
      overdue: rows.filter(isOverdue).length,
      unanswered: rows.filter(({ isAnswered }) => isAnswered !== true).length,
      escalated: rows.filter(({ escalations }) => Number(escalations) > 0).length,
      oldest: Math.max(0, ...rows.map(({ ageDays }) => Number(ageDays))),
      holders: holders.toSorted((a, b) => b.overdue - a.overdue || a.holder.localeCompare(b.holder, 'vi')),
    };
  },
});

const isOverdue = ({ isOverdue: overdue }: Row): boolean => overdue === true;

/** What has no date yet comes last. */
const byDue = (a: Row, b: Row): number => textOf(a['dueOn'], '9999').localeCompare(textOf(b['dueOn'], '9999'));

function lineOf(row: Row) {
  return {
    title: row['title'],
    category: row['categoryName'],
    unit: row['unitName'],
    raisedOn: dayText(row['raisedOn']),
    ageDays: row['ageDays'],
    due: dayText(row['dueOn']),
    note: [
      isOverdue(row) ? 'Quá hạn' : '',
      row['status'] === 'waiting' ? `Tạm dừng từ ${dayText(row['waitingSince'])}` : '',
      row['isAnswered'] === true ? `Đã trả lời ${dayText(row['answeredOn'])}` : '',
      Number(row['escalations']) > 0 ? `Đã chuyển ${String(row['escalations'])} lần` : '',
      `Ở đây từ ${dayText(row['heldSince'])}`,
      typeof row['inChargeName'] === 'string' ? `Phụ trách: ${row['inChargeName']}` : '',
    ]
      .filter((text) => text !== '')
      .join('; '),
  };
}
