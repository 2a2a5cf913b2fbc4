import { lineageOn } from '#contexts/org-units/contracts';
import { rootUnitId, type LocalDate, type Reader } from '#kernel';
import { checklistCodes } from '../meeting/vocabulary.js';
import { checklistLabels, type ChecklistLabel, type ChecklistLabels } from './checklist-labels.js';

const groupNames = { grasp: 'Nắm', contribute: 'Góp', check: 'Kiểm' } as const;

/** The real wording is not public: these say that they only hold the place. */
export const placeholderLabels: readonly ChecklistLabel[] = checklistCodes.map((code) => {
  const [group, number] = code.split('-') as [keyof typeof groupNames, string];
  return { code, text: `${groupNames[group]} ${number} (nhãn tạm, chờ điền nội dung chính thức)` };
});

/**
 * Labels of the unit itself or of the nearest unit that stood above it on that day and has any, in their last wording;
 * placeholders, version 0, when none has. Minutes entered after a reorganisation keep the words of their province.
 */
export async function labelsInForce(read: Reader, unitId: string, day: LocalDate): Promise<ChecklistLabels> {
  const line = await lineageOn(read, unitId, day);
  for (const id of [...line.map((each) => each.unitId), rootUnitId]) {
    const own = await read.state(checklistLabels, id);
    if (own.version > 0) return own;
  }
  return { version: 0, labels: placeholderLabels };
}
