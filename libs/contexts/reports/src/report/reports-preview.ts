import { wasBelow } from '#contexts/org-units/contracts';
import { ofLevel, type FollowingRules, type RuleSpan } from '#contexts/rule-packs/contracts';
import { addDays, type LocalDate } from '#kernel';
import { PreviewParameters, type PackPreview } from '#platform';
import { sql, viewQuery } from '#projections';
import { periods, reportsDueQuery } from '../views/reports-due.query.js';

interface Fact {
  readonly per: RuleSpan;
  readonly ends: LocalDate;
  readonly cadreId: string;
  readonly cadreLevel: string;
  readonly recordedDueOn: LocalDate | null;
  readonly submittedOn: LocalDate | null;
  readonly seenOn: LocalDate;
}

/** Of a report that is due on a day; null: none is asked for. */
function outcomeOf({ seenOn, submittedOn }: Fact, dueOn: LocalDate | null): string | null {
  if (dueOn === null) return null;
  if (submittedOn !== null) return submittedOn <= dueOn ? 'in-time' : 'late';
  return dueOn < seenOn ? 'overdue' : 'due';
}

/** Which reports a draft would have asked for, on which days, and which of them came in time, late or never. */
export const reportsPreview: PackPreview = {
  family: 'following',
  about: 'report',
  facts: viewQuery({
    name: 'reports-to-preview',
    summary: { vi: 'Các kỳ báo cáo để xem thử', en: 'Periods of reports to judge by a draft' },
    parameters: PreviewParameters,
    columns: {
      period: { type: 'text', title: { vi: 'Kỳ', en: 'Period' } },
      unitId: { type: 'uuid', title: { vi: 'Mã đơn vị', en: 'Unit id' } },
      unitName: { type: 'text', title: { vi: 'Đơn vị', en: 'Unit' } },
      cadreId: { type: 'uuid', title: { vi: 'Mã cán bộ', en: 'Cadre id' } },
      cadreLevel: { type: 'text', title: { vi: 'Cấp của cán bộ', en: "Cadre's level" } },
      per: { type: 'text', title: { vi: 'Loại kỳ', en: 'Span' } },
      ends: { type: 'date', title: { vi: 'Hết kỳ', en: 'Period ends' } },
      recordedDueOn: { type: 'date', title: { vi: 'Hạn khi đó', en: 'Due on, then' } },
      submittedOn: { type: 'date', title: { vi: 'Nộp lần đầu', en: 'First submitted on' } },
      seenOn: { type: 'date', title: { vi: 'Tính đến ngày', en: 'As of' } },
    },
    key: ['period', 'unitId', 'cadreId'],
    rows: ({ unitId, from, to }, { today }) => {
      const asked = reportsDueQuery.rows({ unitId, from: from.slice(0, 7), to: to.slice(0, 7) }, { today });
      const years = sql`generate_series(${from.slice(0, 4)}::integer, ${to.slice(0, 4)}::integer)`;
      return sql`
        WITH asked AS (${asked})
        SELECT p.period, a.unit_id, u.name AS unit_name, a.cadre_id, split_part(a.tier, '-', 1) AS cadre_level, p.per, p.ends,
               asked.due_on AS recorded_due_on, r.first_submitted_on AS submitted_on, ${today}::date AS seen_on
          FROM assignment_roster a
          JOIN (${periods(years)}) AS p
            ON p.ends BETWEEN ${from} AND ${to} AND p.ends < ${today}::date
           AND a.starts_on <= p.ends AND (a.ends_on IS NULL OR a.ends_on >= p.ends)
          JOIN unit_directory u USING (unit_id)
          LEFT JOIN asked ON asked.unit_id = a.unit_id AND asked.cadre_id = a.cadre_id AND asked.period = p.period
          LEFT JOIN report_register r ON r.unit_id = a.unit_id AND r.cadre_id = a.cadre_id AND r.period = p.period
         WHERE ${wasBelow(unitId, sql`a.unit_id`, sql`p.ends`)}`;
    },
  }),
  judge(row, rules) {
    const fact = row as unknown as Fact;
    const { cadreId, cadreLevel, ends, per, recordedDueOn, submittedOn } = fact;
    const ofSpan = (rules as FollowingRules).reportPeriods.filter((each) => each.per === per);
    const rule = ofLevel(ofSpan, cadreLevel);
    const dueOn = rule ? addDays(ends, rule.dueDays) : null;
    const [recorded, proposed] = [outcomeOf(fact, recordedDueOn), outcomeOf(fact, dueOn)];
    const reason = { rule: 'reportPeriods', per, cadreId, recordedDueOn, dueOn, submittedOn };
    return { recorded, decided: null, proposed, differs: recordedDueOn !== dueOn, reasons: [reason] };
  },
};
