import { dateOf, type LocalDate, type RecordedEvent } from '#kernel';

/** What has a timeline. Besides actor and decision, each is named by fields of events that end in its name and `Id`. */
export const subjectKinds = [
  'unit',
  'cadre',
  'assignment',
  'meeting',
  'issue',
  'evaluation',
  'campaign',
  'report',
  'visit',
  'support',
  'case',
  'correction',
  'actor',
  'decision',
] as const;
export type SubjectKind = (typeof subjectKinds)[number];

export interface Subject {
  readonly kind: SubjectKind;
  /** An id; of a decision its number. */
  readonly id: string;
}

/** Fields that name a subject and do not end in its name, e.g. `holderUnitId` does. Declared here or not found. */
const otherNames: Readonly<Record<string, SubjectKind>> = {
  parentId: 'unit',
  previousParentId: 'unit',
  successorId: 'unit',
  successorIds: 'unit',
  predecessorId: 'unit',
  predecessorIds: 'unit',
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

const kindOfField = new Map<string, SubjectKind | undefined>();

/** `unitId`, `holderUnitId`, `expectedCadreIds` → the kind. Asked for every field of every event, hence remembered. */
function kindOf(field: string): SubjectKind | undefined {
  if (!kindOfField.has(field)) {
    const word = /([A-Za-z][a-z]*)Ids?$/.exec(field)?.[1]?.toLowerCase();
    kindOfField.set(field, otherNames[field] ?? subjectKinds.find((kind) => kind === word));
  }
  return kindOfField.get(field);
}

type Add = (kind: SubjectKind, id: unknown) => void;

/** Lists of lines (delegations, marks) name subjects as well. */
function addFields(value: unknown, add: Add, depth: number): void {
  if (typeof value !== 'object' || value === null || depth > 3) return;
  if (Array.isArray(value)) {
    for (const item of value) addFields(item, add, depth + 1);
    return;
  }
  for (const [field, inner] of Object.entries(value)) {
    const kind = kindOf(field);
    if (kind) for (const id of [inner].flat() as unknown[]) add(kind, id);
    else if (typeof inner === 'object') addFields(inner, add, depth + 1);
  }
}

/** Whom and what an event is about, each once. */
export function subjectsOf({
  data,
  stream,
  metadata: { actor, decision },
}: Pick<RecordedEvent, 'data' | 'stream' | 'metadata'>): readonly Subject[] {
  const found = new Map<string, Subject>();
  const add: Add = (kind, id) => {
    if (typeof id === 'string' && id !== '') found.set(`${kind} ${id}`, { kind, id });
  };
  const dash = stream.indexOf('-');
  const own = subjectKinds.find((kind) => kind === stream.slice(0, dash));
  if (own) add(own, stream.slice(dash + 1));
  addFields(data, add, 0);
  add('actor', actor.subject);
  add('cadre', actor.enteredFor);
  add('decision', decision?.number);
  return [...found.values()];
}

/** Streams of the units, cadres, meetings… that an event names: a stream is called `<kind>-<id>`. */
export const streamsNamedBy = (event: Pick<RecordedEvent, 'data' | 'stream' | 'metadata'>): readonly string[] =>
  subjectsOf(event)
    .filter(({ kind }) => kind !== 'actor' && kind !== 'decision')
    .map(({ kind, id }) => `${kind}-${id}`);

/** Day in Vietnam on which it happened, or from which it holds. */
export function happenedOn({ data, metadata: { effectiveAt } }: RecordedEvent): LocalDate {
  for (const field of dayFields) {
    const value = data[field];
    if (typeof value === 'string') return value;
  }
  return dateOf(effectiveAt);
}
