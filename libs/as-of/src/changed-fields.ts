import { plain } from './state.js';

export interface FieldChange {
  /** Path into the value, `turnout.present`, `entries.0.to`. */
  readonly field: string;
  /** null: it was not there. */
  readonly before: unknown;
  /** null: it is not there any more. */
  readonly after: unknown;
}

/** Field by field what is different between two values, e.g. two states of an aggregate or two rows. */
export function changedFields(before: unknown, after: unknown): FieldChange[] {
  const changes: FieldChange[] = [];
  compare('', plain(before), plain(after), changes);
  return changes;
}

const isParts = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null;

function compare(field: string, before: unknown, after: unknown, changes: FieldChange[]): void {
  if (isParts(before) && isParts(after) && Array.isArray(before) === Array.isArray(after)) {
    for (const name of new Set([...Object.keys(before), ...Object.keys(after)])) {
      compare(field ? `${field}.${name}` : name, before[name], after[name], changes);
    }
    return;
  }
  if (before === after || (before ?? null) === (after ?? null)) return;
  changes.push({ field, before: before ?? null, after: after ?? null });
}
