import { unitRecord } from '#contexts/org-units/contracts';
import { act, Command, DomainError, notFound, rootUnitId, tidyName, type DecisionRef } from '#kernel';
import { IsLine, IsListOf, OptionalDecision } from '#platform';
import { IsIn, IsOptional, IsUUID } from 'class-validator';
import { checklistCodes, type ChecklistCode } from '../meeting/vocabulary.js';
import { checklistLabels, checklistLabelsEdited } from './checklist-labels.js';

export class EditedLabel {
  @IsIn(checklistCodes) code!: ChecklistCode;
  @IsLine(300) text!: string;
}

export class EditChecklistLabels extends Command {
  /** The unit for which, with everything below it, the labels hold. */
  @IsUUID() unitId!: string;
  /** All eleven. */
  @IsListOf(() => EditedLabel, { most: checklistCodes.length }) labels!: EditedLabel[];
  @OptionalDecision() decision?: DecisionRef;
  @IsOptional() @IsLine() reason?: string;
}

export const editChecklistLabels = act({
  name: 'edit-checklist-labels',
  summary: { vi: 'Sửa nhãn 4 nắm, 4 góp, 3 kiểm', en: 'Edit the wording of the monitoring checklist' },
  command: EditChecklistLabels,
  aggregate: checklistLabels,
  roles: ['admin'],
  id: (command) => command.unitId,
  unit: (command) => command.unitId,
  facts: async ({ unitId }, _state, read) => ({
    isUnitKnown: unitId === rootUnitId || (await read.state(unitRecord, unitId)).status !== 'none',
  }),

  decide({ unitId, labels }, state, { facts }) {
    if (!facts.isUnitKnown) throw notFound('unit.unknown', { unitId });
    const texts = new Map(labels.map(({ code, text }) => [code, tidyName(text)]));
    const missing = checklistCodes.filter((code) => !texts.has(code));
    if (missing.length > 0 || texts.size < labels.length) throw new DomainError('checklist.not-all-once', { missing });
    const edited = checklistCodes.map((code) => ({ code, text: texts.get(code)! }));
    if (JSON.stringify(edited) === JSON.stringify(state.labels)) return [];
    return [checklistLabelsEdited({ unitId, version: state.version + 1, labels: edited })];
  },
});
