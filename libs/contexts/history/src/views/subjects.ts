import { dateOf, type LocalDate, type RecordedEvent } from '#kernel';

export const subjectKinds = [
  'unit',
  'cadre',
  'assignment',
  'meeting',
  'issue',
  'evaluation',
  'actor',
  'decision',
] as const;
export type SubjectKind = (typeof subjectKinds)[number];

export interface Subject {
  readonly kind: SubjectKind;
  /** An id; of a decision its number. */
  readonly id: string;
}

/** Fields of events that name a subject, alone or as a list. A new id field of an event is declared here. */
const idFields: Readonly<Record<string, SubjectKind>> = {
  unitId: 'unit',
  parentId: 'unit',
  previousParentId: 'unit',
  successorIds: 'unit',
  fromUnitId: 'unit',
  holderUnitId: 'unit',
  cadreId: 'cadre',
  newCadreId: 'cadre',
  raisedByCadreId: 'cadre',
  expectedCadreIds: 'cadre',
  assignmentId: 'assignment',
  newAssignmentId: 'assignment',
  meetingId: 'meeting',
  issueId: 'issue',
  evaluationId: 'evaluation',
};

/** Fields of events that say when it happened, the telling one first. */
const dayFields = [
  'heldOn',
  'from',
  'on',
  'openedOn',
  'closedOn',
  'raisedOn',
  'acceptedOn',
  'escalatedOn',
  'answeredOn',
  'resolvedOn',
  'reopenedOn',
  'to',
] as const;

/** Whom and what an event is about, each once. */
export function subjectsOf({ data, metadata: { actor, decision } }: RecordedEvent): readonly Subject[] {
  const found = new Map<string, Subject>();
  const add = (kind: SubjectKind, id: unknown) => {
    if (typeof id === 'string' && id !== '') found.set(`${kind} ${id}`, { kind, id });
  };
  for (const [field, kind] of Object.entries(idFields)) {
    const value = data[field];
    for (const id of Array.isArray(value) ? (value as unknown[]) : [value]) add(kind, id);
  }
  add('actor', actor.subject);
  add('cadre', actor.enteredFor);
  add('decision', decision?.number);
  return [...found.values()];
}

/** Day in Vietnam on which it happened, or from which it holds. */
export function happenedOn({ data, metadata: { effectiveAt } }: RecordedEvent): LocalDate {
  for (const field of dayFields) {
    const value = data[field];
    if (typeof value === 'string') return value;
  }
  return dateOf(effectiveAt);
}
