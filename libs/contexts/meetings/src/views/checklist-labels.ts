import { integer, text, uuid, view } from '#projections';
import { checklistLabelsEdited } from '../checklist/checklist-labels.js';

/** Every version of the wording of 4 nắm, 4 góp, 3 kiểm, under the unit for which, with all below it, it holds. */
export const checklistWording = view({
  name: 'checklist_labels',
  version: 1,
  columns: { unitId: uuid().key(), version: integer().key(), code: text().key(), label: text() },
}).on(checklistLabelsEdited, ({ data: { unitId, version, labels } }, rows) => {
  for (const { code, text: label } of labels) rows.insert({ unitId, version, code, label });
});
