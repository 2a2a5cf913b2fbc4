import { aggregate, event, shape, type EventOf } from '#kernel';
import type { ChecklistCode } from '../meeting/vocabulary.js';

export interface ChecklistLabel {
  readonly code: ChecklistCode;
  readonly text: string;
}

/**
 * The wording of 4 nắm, 4 góp, 3 kiểm for the units below `unitId`, all eleven at once. Versions count from 1; what was
 * filled in by an older one keeps its words.
 */
export const checklistLabelsEdited = event(
  'meetings.ChecklistLabelsEdited',
  shape<{ unitId: string; version: number; labels: readonly ChecklistLabel[] }>(),
);

export interface ChecklistLabels {
  /** 0: nobody has worded them here. */
  readonly version: number;
  readonly labels: readonly ChecklistLabel[];
}

const checklistEvents = [checklistLabelsEdited] as const;

/** One stream per unit whose office words its own checklist, a province's as a rule; the root's holds for all others. */
export const checklistLabels = aggregate({
  name: 'checklist',
  events: checklistEvents,
  initialState: { version: 0, labels: [] } as ChecklistLabels,
  evolve: (_state, { data: { version, labels } }: EventOf<typeof checklistEvents>): ChecklistLabels => ({
    version,
    labels,
  }),
});
