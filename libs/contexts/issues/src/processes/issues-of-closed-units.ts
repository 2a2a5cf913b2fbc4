import { unitClosed } from '#contexts/org-units/contracts';
import { addDays } from '#kernel';
import { process } from '#processes';
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

/** Notes, per unit, of the open issues that it holds. */
const held = true;

/**
 * Carries the open issues of a closed unit to its successor, on the first day after, by the decision that closed it.
 * With several successors, or none, nobody but a person can say who has them: they stay listed as orphaned
 * (`issues-held?show=orphaned`) until `hand-over-issue`.
 */
export const issuesOfClosedUnits = process('issues-of-closed-units')
  .on(issueRaised, ({ data }, out) => out.note(data.holderUnitId, data.issueId, held))
  .on(issueReopened, ({ data }, out) => out.note(data.holderUnitId, data.issueId, held))
  .on(issueEscalated, ({ data }, out) => {
    out.forget(data.fromUnitId, data.issueId);
    out.note(data.holderUnitId, data.issueId, held);
  })
  .on(issueReturned, ({ data }, out) => {
    out.forget(data.fromUnitId, data.issueId);
    out.note(data.holderUnitId, data.issueId, held);
  })
  .on(issueHandedOver, ({ data }, out) => {
    out.forget(data.fromUnitId, data.issueId);
    out.note(data.holderUnitId, data.issueId, held);
  })
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
      const effectiveAt = addDays(closedOn, 1);
      const isAhead = Date.parse(startOfDay(effectiveAt)) > Date.parse(recordedAt);
      for (const issueId of notes.keys()) {
        const body = { issueId, fromUnitId: unitId, toUnitId, effectiveAt, ...(decision ? { decision } : {}) };
        if (isAhead) out.deadline(`${issueId} ${unitId}`, startOfDay(effectiveAt), 'hand-over-issue', body);
        else out.command('hand-over-issue', body);
      }
    },
    ({ data }) => data.unitId,
  );
