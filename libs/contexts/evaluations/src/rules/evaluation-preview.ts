import { wasBelow } from '#contexts/org-units/contracts';
import { asDraft, type EvaluationRules } from '#contexts/rule-packs/contracts';
import { PreviewParameters, type PackPreview } from '#platform';
import { sql, viewQuery } from '#projections';
import { asReviewed, type ReviewedFigures } from '../evaluation/evaluation.js';
import type { ForcingCase, Grade, SelfAssessment, StatedCondition, TaskFigures } from '../evaluation/vocabulary.js';
import { proposeGrade } from './propose-grade.js';

interface Fact {
  readonly assessment: SelfAssessment | null;
  readonly reviewedCommonScore: number | null;
  readonly reviewedTaskScore: number | null;
  readonly reviewedTasks: TaskFigures | null;
  readonly reviewedConditions: readonly StatedCondition[] | null;
  readonly forcingCases: readonly ForcingCase[] | null;
  readonly recorded: Grade | null;
  readonly decided: Grade | null;
}

/** What a draft would have proposed for every evaluation of a period that ends in these days. */
export const evaluationPreview: PackPreview = {
  family: 'evaluation',
  about: 'evaluation',
  facts: viewQuery({
    name: 'evaluations-to-preview',
    summary: { vi: 'Các kết quả đánh giá để xem thử', en: 'Evaluations to judge by a draft' },
    parameters: PreviewParameters,
    columns: {
      period: { type: 'text', title: { vi: 'Kỳ', en: 'Period' } },
      unitId: { type: 'uuid', title: { vi: 'Mã đơn vị', en: 'Unit id' } },
      unitName: { type: 'text', title: { vi: 'Đơn vị', en: 'Unit' } },
      assessment: { type: 'jsonb', title: { vi: 'Tự đánh giá', en: 'Own statement' } },
      reviewedCommonScore: { type: 'numeric', title: { vi: 'Điểm tiêu chí chung', en: 'Points, common criteria' } },
      reviewedTaskScore: { type: 'numeric', title: { vi: 'Điểm kết quả nhiệm vụ', en: 'Points, task results' } },
      reviewedTasks: { type: 'jsonb', title: { vi: 'Nhiệm vụ theo thẩm định', en: 'Tasks as reviewed' } },
      reviewedConditions: { type: 'jsonb', title: { vi: 'Điều kiện theo thẩm định', en: 'Conditions as reviewed' } },
      forcingCases: { type: 'jsonb', title: { vi: 'Trường hợp xếp loại bắt buộc', en: 'Forcing cases' } },
      recorded: { type: 'text', title: { vi: 'Hệ thống đã đề nghị', en: 'Proposed then' } },
      decided: { type: 'text', title: { vi: 'Xếp loại', en: 'Grade' } },
    },
    key: ['period', 'unitId'],
    rows: ({ unitId, from, to }) => sql`
      SELECT e.period, e.unit_id, u.name AS unit_name, e.assessment, e.reviewed_common_score, e.reviewed_task_score,
             e.reviewed_tasks, e.reviewed_conditions, e.forcing_cases, e.proposal AS recorded, e.grade AS decided
        FROM cell_classifications e
        JOIN unit_directory u USING (unit_id)
       WHERE ${wasBelow(unitId, sql`e.unit_id`, sql`e.period_ends`)} AND e.period_ends BETWEEN ${from} AND ${to}`,
  }),
  judge(row, rules) {
    const fact = row as unknown as Fact;
    const pack = asDraft<'evaluation'>(rules as EvaluationRules);
    const judgement = proposeGrade(pack, asReviewed(fact.assessment, reviewedOf(fact)), fact.forcingCases ?? [])!;
    const { recorded, decided } = fact;
    const reasons = judgement.rules.filter(({ outcome }) => outcome !== 'satisfied');
    return { recorded, decided, proposed: judgement.proposal, reasons };
  },
};

const reviewedOf = (fact: Fact): ReviewedFigures => ({
  commonScore: fact.reviewedCommonScore,
  taskScore: fact.reviewedTaskScore,
  ...(fact.reviewedTasks ? { tasks: fact.reviewedTasks } : {}),
  ...(fact.reviewedConditions ? { conditions: fact.reviewedConditions } : {}),
});
