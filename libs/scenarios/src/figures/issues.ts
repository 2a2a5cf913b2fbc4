import type { LocalDate } from '#kernel';
import { stepsOf, type Scenario, type Step } from '../scenario.js';
import { bodiesOf } from './bodies-of.js';
import { dueAfter } from './due.js';
import { unitFigures } from './units.js';

/** An issue as it stands when the story is over. */
export interface IssueFigure {
  readonly issueId: string;
  readonly unitId: string;
  readonly kind: string;
  readonly category: string;
  readonly raisedOn: LocalDate;
  /** null: raised by nobody who follows the unit. */
  readonly raisedByCadreId: string | null;
  readonly status: string;
  readonly firstSentToId: string;
  readonly holderUnitId: string;
  readonly dueOn: LocalDate;
  readonly escalations: number;
  readonly reopenings: number;
}

interface Raise extends Pick<IssueFigure, 'issueId' | 'unitId' | 'kind' | 'category' | 'raisedOn'> {
  readonly raisedByCadreId?: string;
  /** The unit itself when left out. */
  readonly sentToUnitId?: string;
}

const statusAfter: Readonly<Record<string, string>> = {
  'accept-issue': 'accepted',
  'escalate-issue': 'escalated',
  'respond-to-issue': 'answered',
  'resolve-issue': 'resolved',
  'reopen-issue': 'reopened',
};

export function issueFigures(scenario: Scenario): readonly IssueFigure[] {
  const levels = new Map(unitFigures(scenario).map(({ unitId, level }) => [unitId, level]));
  const laterSteps = new Map<string, Step[]>();
  for (const step of stepsOf(scenario)) {
    if (!(step.act in statusAfter)) continue;
    const issueId = step.body['issueId'] as string;
    laterSteps.set(issueId, [...(laterSteps.get(issueId) ?? []), step]);
  }
  return bodiesOf<Raise>(scenario, 'raise-issue').map((raised) => {
    const { issueId, unitId, kind, category, raisedOn, raisedByCadreId = null, sentToUnitId = unitId } = raised;
    const later = laterSteps.get(issueId) ?? [];
    const sent = later.filter(({ act }) => act === 'escalate-issue').map(({ body }) => body['toUnitId'] as string);
    return {
      ...{ issueId, unitId, kind, category, raisedOn, raisedByCadreId },
      status: later.length === 0 ? 'raised' : statusAfter[later.at(-1)!.act]!,
      firstSentToId: sentToUnitId,
      holderUnitId: sent.at(-1) ?? sentToUnitId,
      dueOn: dueOn(raised, later, levels),
      escalations: sent.length,
      reopenings: later.filter(({ act }) => act === 'reopen-issue').length,
    };
  });
}

/** Each step but an answer and a resolution sets a new deadline, for whoever holds the issue then. */
function dueOn(
  { unitId, raisedOn, sentToUnitId }: Raise,
  later: readonly Step[],
  levels: ReadonlyMap<string, string>,
): LocalDate {
  let holder = sentToUnitId ?? unitId;
  let due = dueAfter('raise-issue', raisedOn, levels.get(holder)!);
  for (const { act, body } of later) {
    if (act === 'escalate-issue') holder = body['toUnitId'] as string;
    if (act === 'respond-to-issue' || act === 'resolve-issue') continue;
    due = dueAfter(act, body['effectiveAt'] as LocalDate, levels.get(holder)!);
  }
  return due;
}
