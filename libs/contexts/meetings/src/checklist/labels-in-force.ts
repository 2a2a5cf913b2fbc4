import { lineage } from '#contexts/org-units/contracts';
import { rootUnitId, type Reader } from '#kernel';
import { checklistCodes } from '../meeting/vocabulary.js';
import { checklistLabels, type ChecklistLabel, type ChecklistLabels } from './checklist-labels.js';

const groupNames = { grasp: 'Nắm', contribute: 'Góp', check: 'Kiểm' } as const;

/** The real wording is not public: these say that they only hold the place. */
export const placeholderLabels: readonly ChecklistLabel[] = checklistCodes.map((code) => {
  const [group, number] = code.split('-') as [keyof typeof groupNames, string];
  return { code, text: `${groupNames[group]} ${number} (nhãn tạm, chờ điền nội dung chính thức)` };
});

/** Labels of the unit itself or of the nearest unit above it that has any; placeholders, version 0, when none has. */
export async function labelsInForce(read: Reader, unitId: string): Promise<ChecklistLabels> {
  const line = await lineage(read, unitId);
  for (const id of [...line.map((each) => each.unitId), rootUnitId]) {
    const own = await read.state(checklistLabels, id);
    if (own.version > 0) return own;
  }
  return { version: 0, labels: placeholderLabels };
}
