import { rootUnitId } from '#kernel';
import { sql, viewQuery } from '#projections';
import { IsUUID } from 'class-validator';
import { placeholderLabels } from '../checklist/labels-in-force.js';

export class ChecklistLabelsParameters {
  /** The unit whose meetings are to be written up. */
  @IsUUID() unitId!: string;
}

const placeholders = JSON.stringify(placeholderLabels);

/** The eleven labels that hold for a unit: its own, those of the nearest unit above it, or the placeholders. */
export const checklistLabelsQuery = viewQuery({
  name: 'checklist-labels',
  summary: { vi: 'Nhãn 4 nắm, 4 góp, 3 kiểm', en: 'Wording of the monitoring checklist' },
  parameters: ChecklistLabelsParameters,
  columns: {
    unitId: { type: 'uuid', title: { vi: 'Mã đơn vị', en: 'Unit id' } },
    position: { type: 'integer', title: { vi: 'Thứ tự', en: 'Position' } },
    code: { type: 'text', title: { vi: 'Mã mục', en: 'Code' } },
    label: { type: 'text', title: { vi: 'Nhãn', en: 'Label' } },
    version: { type: 'integer', title: { vi: 'Bản nhãn', en: 'Version' } },
    editedForId: { type: 'uuid', title: { vi: 'Mã đơn vị ban hành nhãn', en: 'Edited for, unit id' } },
    isPlaceholder: { type: 'boolean', title: { vi: 'Nhãn tạm', en: 'Placeholder' } },
  },
  key: ['position'],
  rows: ({ unitId }) => sql`
    WITH unit AS (
      SELECT unit_id, path FROM unit_directory WHERE unit_id = ${unitId}
    ), nearest AS (
      SELECT l.unit_id, max(l.version) AS version
        FROM unit CROSS JOIN LATERAL (
             SELECT * FROM checklist_labels own
              WHERE position(own.unit_id::text IN unit.path) > 0 OR own.unit_id = ${rootUnitId}) l
       GROUP BY l.unit_id, unit.path
       ORDER BY position(l.unit_id::text IN unit.path) DESC
       LIMIT 1
    )
    SELECT unit.unit_id, p.ordinality::integer AS position, p.label ->> 'code' AS code,
           coalesce(l.label, p.label ->> 'text') AS label, coalesce(l.version, 0) AS version,
           nearest.unit_id AS edited_for_id, nearest.unit_id IS NULL AS is_placeholder
      FROM unit
     CROSS JOIN jsonb_array_elements(${placeholders}::jsonb) WITH ORDINALITY AS p(label, ordinality)
      LEFT JOIN nearest ON true
      LEFT JOIN checklist_labels l
             ON l.unit_id = nearest.unit_id AND l.version = nearest.version AND l.code = p.label ->> 'code'`,
});
