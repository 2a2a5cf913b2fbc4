import { addDays, type LocalDate } from '#kernel';
import { process, type Outputs } from '#processes';
import {
  issueAccepted,
  issueConfirmed,
  issueDeadlineMarked,
  issueEscalated,
  issueExtended,
  issueMerged,
  issueRaised,
  issueRefused,
  issueReopened,
  issueResolved,
  issueResumed,
  issueReturned,
  issueSplit,
  issueWaitStarted,
  issueWithdrawn,
} from '../issue/issue.js';
import { startOfDay } from './start-of-day.js';

/** Marks a deadline as near and as missed when its day comes, and escalates where the pack says so. */
export const issueDeadlines = process('issue-deadlines')
  .on(issueRaised, ({ data }, out) => watch(out, data, data.noticeDueOn))
  .on(issueEscalated, ({ data }, out) => watch(out, data, data.noticeDueOn))
  .on(issueReturned, ({ data }, out) => watch(out, data, data.noticeDueOn))
  .on(issueAccepted, ({ data }, out) => watch(out, data, data.dueOn))
  .on(issueResumed, ({ data }, out) => watch(out, data, data.dueOn))
  .on(issueExtended, ({ data }, out) => watch(out, data, data.dueOn))
  .on(issueReopened, ({ data }, out) => watch(out, data, data.dueOn))
  .on(issueDeadlineMarked, ({ data: { issueId, dueOn, escalateOn }, metadata: { recordedAt } }, out) => {
    if (escalateOn === null) return;
    const reason = `Quá hạn ngày ${vietnamese(dueOn)}, tự động chuyển cấp trên theo quy định`;
    const body = { issueId, dueOn, reason, effectiveAt: escalateOn };
    const begins = startOfDay(escalateOn);
    // Marked late, because nothing ran when the day came: an old file is not marked at all.
    if (Date.parse(begins) <= Date.parse(recordedAt)) out.command('escalate-overdue-issue', body);
    else out.deadline(`${issueId} escalate`, begins, 'escalate-overdue-issue', body);
  })
  .on(issueWaitStarted, ({ data }, out) => stop(out, data))
  .on(issueResolved, ({ data }, out) => stop(out, data))
  .on(issueConfirmed, ({ data }, out) => stop(out, data))
  .on(issueWithdrawn, ({ data }, out) => stop(out, data))
  .on(issueRefused, ({ data }, out) => stop(out, data))
  .on(issueSplit, ({ data }, out) => stop(out, data))
  .on(issueMerged, ({ data }, out) => stop(out, data));

interface Watched {
  readonly issueId: string;
  readonly remindOn?: LocalDate | null;
}

/** Due until the end of the day. */
function watch(out: Outputs, { issueId, remindOn }: Watched, dueOn: LocalDate): void {
  stop(out, { issueId });
  const mark = (mark: 'near-due' | 'overdue', effectiveAt: LocalDate) =>
    out.deadline(`${issueId} ${mark}`, startOfDay(effectiveAt), 'mark-issue-deadline', {
      ...{ issueId, mark, dueOn, effectiveAt },
    });
  mark('overdue', addDays(dueOn, 1));
  if (remindOn) mark('near-due', remindOn);
}

function stop(out: Outputs, { issueId }: { readonly issueId: string }): void {
  for (const what of ['overdue', 'near-due', 'escalate']) out.clear(`${issueId} ${what}`);
}

/** 29/8/2024. */
const vietnamese = (day: LocalDate): string => day.split('-').map(Number).reverse().join('/');
