import { wasBelow } from '#contexts/org-units/contracts';
import { empty, sql, viewQuery } from '#projections';
import { IsIn, IsOptional, IsUUID } from 'class-validator';
import { IsPeriod } from '../evaluation/period.js';
import { grades, type Grade } from '../evaluation/vocabulary.js';
import { yearBefore } from './distribution-sql.js';

export class CellClassificationsParameters {
  /** Only this unit and those below it. */
  @IsOptional() @IsUUID() unitId?: string;
  @IsOptional() @IsPeriod() period?: string;
  /** `undecided`: begun and not classified yet; units that have not begun are in `evaluation-progress`. */
  @IsOptional() @IsIn([...grades, 'undecided']) grade?: Grade | 'undecided';
}

export const cellClassificationsQuery = viewQuery({
  name: 'cell-classifications',
  summary: { vi: 'Kết quả đánh giá, xếp loại', en: 'Evaluations and classifications of units' },
  parameters: CellClassificationsParameters,
  columns: {
    period: { type: 'text', title: { vi: 'Kỳ', en: 'Period' } },
    unitId: { type: 'uuid', title: { vi: 'Mã đơn vị', en: 'Unit id' } },
    unitName: { type: 'text', title: { vi: 'Đơn vị', en: 'Unit' } },
    level: { type: 'text', title: { vi: 'Cấp', en: 'Level' } },
    selfGrade: { type: 'text', title: { vi: 'Tự xếp loại', en: 'Own grade' } },
    commonScore: { type: 'numeric', title: { vi: 'Điểm tiêu chí chung', en: 'Points, common criteria' } },
    taskScore: { type: 'numeric', title: { vi: 'Điểm kết quả nhiệm vụ', en: 'Points, task results' } },
    score: { type: 'numeric', title: { vi: 'Tổng điểm tự chấm', en: 'Own points' } },
    scoreEvidence: { type: 'text', title: { vi: 'Minh chứng điểm số', en: 'What the points rest on' } },
    tasks: { type: 'jsonb', title: { vi: 'Nhiệm vụ và minh chứng', en: 'Tasks, with evidence' } },
    conditions: { type: 'jsonb', title: { vi: 'Điều kiện và minh chứng', en: 'Conditions, with evidence' } },
    pack: { type: 'text', title: { vi: 'Theo quy định', en: 'Rule pack' } },
    proposal: { type: 'text', title: { vi: 'Hệ thống đề nghị', en: 'Proposal of the system' } },
    reviewedGrade: { type: 'text', title: { vi: 'Cơ quan tham mưu đề xuất', en: 'Proposal of the advising body' } },
    reviewedScore: { type: 'numeric', title: { vi: 'Điểm thẩm định', en: 'Points as reviewed' } },
    reviewedTasks: { type: 'jsonb', title: { vi: 'Nhiệm vụ theo thẩm định', en: 'Tasks as reviewed' } },
    reviewedConditions: { type: 'jsonb', title: { vi: 'Điều kiện theo thẩm định', en: 'Conditions as reviewed' } },
    reviewOpinion: { type: 'text', title: { vi: 'Ý kiến thẩm định', en: 'Opinion of the advising body' } },
    reviewedByUnitId: { type: 'uuid', title: { vi: 'Mã cơ quan thẩm định', en: 'Advising body, unit id' } },
    proposalRules: { type: 'jsonb', title: { vi: 'Căn cứ đề nghị', en: 'Reasons of the proposal' } },
    grade: { type: 'text', title: { vi: 'Xếp loại', en: 'Grade' } },
    status: { type: 'text', title: { vi: 'Bước', en: 'Step' } },
    lastYearGrade: { type: 'text', title: { vi: 'Xếp loại năm trước', en: 'Grade of the year before' } },
    forcingCases: { type: 'jsonb', title: { vi: 'Trường hợp xếp loại bắt buộc', en: 'Forcing cases' } },
    decidedGrade: { type: 'text', title: { vi: 'Xếp loại lần đầu', en: 'Grade first decided' } },
    decisionNumber: { type: 'text', title: { vi: 'Số quyết định', en: 'Decision number' } },
    decisionDate: { type: 'date', title: { vi: 'Ngày quyết định', en: 'Decision date' } },
    decisionIssuer: { type: 'text', title: { vi: 'Cơ quan quyết định', en: 'Issuer of the decision' } },
    reason: { type: 'text', title: { vi: 'Lý do', en: 'Reason' } },
    revised: { type: 'boolean', title: { vi: 'Đã xếp loại lại', en: 'Revised' } },
    previousGrade: { type: 'text', title: { vi: 'Xếp loại trước đó', en: 'Grade before' } },
    decidedByUnitId: { type: 'uuid', title: { vi: 'Mã cấp quyết định', en: 'Deciding unit id' } },
    revisionEvidence: { type: 'text', title: { vi: 'Minh chứng xếp loại lại', en: 'Evidence of the revision' } },
    revisionCause: { type: 'text', title: { vi: 'Căn cứ xếp loại lại', en: 'Cause of the revision' } },
  },
  key: ['period', 'unitId'],
  totals: {
    excellent: sql`count(*) FILTER (WHERE grade = 'excellent')`,
    good: sql`count(*) FILTER (WHERE grade = 'good')`,
    completed: sql`count(*) FILTER (WHERE grade = 'completed')`,
    failed: sql`count(*) FILTER (WHERE grade = 'failed')`,
    undecided: sql`count(*) FILTER (WHERE grade IS NULL)`,
    revised: sql`count(*) FILTER (WHERE revised)`,
  },
  rows: ({ unitId, period, grade }) => sql`
    SELECT e.period, e.unit_id, u.name AS unit_name, u.level,
           e.self_grade, e.common_score, e.task_score, e.score,
           e.assessment ->> 'scoreEvidence' AS score_evidence,
           nullif(e.assessment -> 'tasks', 'null'::jsonb) AS tasks, e.assessment -> 'conditions' AS conditions,
           e.pack, e.proposal, e.proposal_rules, e.status, before.grade AS last_year_grade, e.forcing_cases,
           e.reviewed_grade, e.reviewed_tasks, e.reviewed_conditions, e.review_opinion, e.reviewed_by_unit_id,
           CASE WHEN e.reviewed_grade IS NOT NULL
                THEN coalesce(e.reviewed_common_score, e.common_score) + coalesce(e.reviewed_task_score, e.task_score)
           END AS reviewed_score,
           e.grade, e.decided_grade, e.decided_by_unit_id, e.decision_number, e.decision_date, e.decision_issuer,
           e.reason, e.previous_grade IS NOT NULL AS revised, e.previous_grade, e.revision_cause, e.revision_evidence
      FROM cell_classifications e
      JOIN unit_directory u USING (unit_id)
      LEFT JOIN cell_classifications before ON before.unit_id = e.unit_id AND before.period = ${yearBefore(sql`e.period`)}
     WHERE true
       ${unitId ? sql`AND ${wasBelow(unitId, sql`e.unit_id`, sql`e.period_ends`)}` : empty}
       ${period ? sql`AND e.period = ${period}` : empty}
       ${grade ? gradeIs(grade) : empty}`,
});

const gradeIs = (grade: Grade | 'undecided') =>
  grade === 'undecided' ? sql`AND e.grade IS NULL` : sql`AND e.grade = ${grade}`;
