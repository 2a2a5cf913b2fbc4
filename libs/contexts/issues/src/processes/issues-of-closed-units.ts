import { unitClosed } from '#contexts/org-units/contracts';
import { addDays, type DecisionRef, type LocalDate } from '#kernel';
import { process, type Notes, type Outputs } from '#processes';
import {
  issueEscalated,
  issueHandedOver,
  issueMerged,
  issueRaised,
  issueRefused,
  issueReopened,
  issueResolved,
  issueReturned,
  issueSplit,
  issueWithdrawn,
} from '../issue/issue.js';
import { startOfDay } from './start-of-day.js';

/** Notes, per unit, of the open issues that it holds, and where they go when it is closed. */
const held = true;
const closing = 'closing';

interface Closing {
  readonly toUnitId: string;
  /** First day with the successor. */
  readonly effectiveAt: LocalDate;
  readonly decision?: DecisionRef;
}

interface Holding {
  readonly data: { readonly issueId: string; readonly holderUnitId: string };
  readonly metadata: { readonly recordedAt: string };
}

/** Reopened and returned issues come to a unit that was closed meanwhile, too: they go on to its successor at once. */
function hold(out: Outputs, { data: { holderUnitId, issueId }, metadata }: Holding, notes: Notes): void {
  out.note(holderUnitId, issueId, held);
  const known = notes.get(closing) as Closing | undefined;
  if (known) handOver(out, issueId, holderUnitId, known, metadata.recordedAt);
}

function handOver(
  out: Outputs,
  issueId: string,
  fromUnitId: string,
  { decision, effectiveAt, toUnitId }: Closing,
  recordedAt: string,
): void {
  const body = { issueId, fromUnitId, toUnitId, effectiveAt, ...(decision ? { decision } : {}) };
  const begins = startOfDay(effectiveAt);
  if (Date.parse(begins) > Date.parse(recordedAt)) out.deadline(`${issueId} ${fromUnitId}`, begins, act, body);
  else out.command(act, body);
}

const act = 'hand-over-issue';
const holder = ({ data }: Pick<Holding, 'data'>): string => data.holderUnitId;

/**
 * Carries the open issues of a closed unit to its successor, on the first day after, by the decision that closed it.
 * With several successors, or none, nobody but a person can say who has them: they stay listed as orphaned
 * (`issues-held?show=orphaned`) until `hand-over-issue`.
 */
export const issuesOfClosedUnits = process('issues-of-closed-units')
  .on(issueRaised, (event, out, notes) => hold(out, event, notes), holder)
  .on(issueReopened, (event, out, notes) => hold(out, event, notes), holder)
  .on(issueEscalated, (event, out, notes) => passed(out, event, notes), holder)
  .on(issueReturned, (event, out, notes) => passed(out, event, notes), holder)
  .on(issueHandedOver, (event, out, notes) => passed(out, event, notes), holder)
  .on(issueResolved, ({ data }, out) => out.forget(data.holderUnitId, data.issueId))
  .on(issueWithdrawn, ({ data }, out) => out.forget(data.holderUnitId, data.issueId))
  .on(issueRefused, ({ data }, out) => out.forget(data.holderUnitId, data.issueId))
  .on(issueSplit, ({ data }, out) => out.forget(data.holderUnitId, data.issueId))
  .on(issueMerged, ({ data }, out) => out.forget(data.holderUnitId, data.issueId))
  .on(
    unitClosed,
    ({ data: { closedOn, successorIds, unitId }, metadata: { decision, recordedAt } }, out, notes) => {
      const [toUnitId] = successorIds;
      if (toUnitId === undefined || successorIds.length > 1) return;
      const passing: Closing = { toUnitId, effectiveAt: addDays(closedOn, 1), ...(decision ? { decision } : {}) };
      for (const issueId of notes.keys()) handOver(out, issueId, unitId, passing, recordedAt);
      out.note(unitId, closing, passing);
    },
    ({ data }) => data.unitId,
  );

function passed(out: Outputs, event: Holding & { readonly data: { readonly fromUnitId: string } }, notes: Notes): void {
  out.forget(event.data.fromUnitId, event.data.issueId);
  hold(out, event, notes);
}
