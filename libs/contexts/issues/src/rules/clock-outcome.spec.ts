import { asDraft, readRules } from '#contexts/rule-packs/contracts';
import { clockFrom, draftEnd, outcomeOf, recordedEnd, type Clock, type ClockStep } from './clock-outcome.js';
import { deadlinesPreview } from './deadlines-preview.js';
import { shippedCalendar } from './working-days.js';

const step = (name: string, on: string, more: Partial<ClockStep> = {}): ClockStep => ({
  ...{ revision: 0, step: name, on, level: null, dueOn: null, waitedSince: null, cause: null },
  ...more,
});

/** Accepted by a commune on Monday 5 August 2024 under fifteen working days, which end on Monday 26. */
const clock = (...steps: readonly ClockStep[]): Clock => ({
  ...{ startedOn: '2024-08-05', dueFor: 'resolution', level: 'commune', dueOn: '2024-08-26' },
  ...{ seenOn: '2024-08-29', steps },
});
const body = (days: number, escalate?: number) => ({
  ...{ noticeWorkingDays: 3, resolutionWorkingDays: { commune: days } },
  ...(escalate === undefined ? {} : { escalateOverdueWorkingDays: escalate }),
});
const rules = (days: number, escalate?: number) => ({
  ...asDraft<'issues'>(readRules('issues', body(days, escalate))),
  calendar: shippedCalendar,
});

/** What was, and what a draft would have said. */
function judged(of: Clock, days: number, escalate?: number) {
  const then = recordedEnd(of);
  const now = draftEnd(of, rules(days, escalate));
  return [outcomeOf(of, then), outcomeOf(of, now), now.dueOn, now.escalatedOn];
}

describe('a deadline under other rules', () => {
  const resolved = step('IssueResolved', '2024-08-20');

  it('is due on another day; what was settled in time would have been late', () => {
    expect(judged(clock(resolved), 10)).toEqual(['in-time', 'late', '2024-08-19', null]);
    expect(judged(clock(resolved), 11)).toEqual(['in-time', 'in-time', '2024-08-20', null]);
  });

  it('of a notice goes by the days of the notice', () => {
    const notice: Clock = { ...clock(step('IssueAccepted', '2024-08-09')), dueFor: 'notice', dueOn: '2024-08-19' };
    expect(judged(notice, 99)).toEqual(['in-time', 'late', '2024-08-08', null]);
  });

  it('that nobody has met is overdue or runs still, as of today', () => {
    expect(judged(clock(), 30)).toEqual(['overdue', 'running', '2024-09-18', null]);
    expect(judged(clock(step('IssueDeadlineMarked', '2024-08-27', { dueOn: '2024-08-26' })), 18)).toEqual([
      ...['overdue', 'running', '2024-08-29', null],
    ]);
  });

  it('takes the issue to the superior so many working days after it, unless it was answered by then', () => {
    expect(judged(clock(), 10, 3)).toEqual(['overdue', 'escalated', '2024-08-19', '2024-08-22']);
    expect(judged(clock(resolved), 10, 3)).toEqual(['in-time', 'late', '2024-08-19', null]);
    expect(judged(clock(step('IssueResolved', '2024-08-23')), 10, 3)).toEqual([
      ...['in-time', 'escalated', '2024-08-19', '2024-08-22'],
    ]);
    const answered = step('IssueAnswered', '2024-08-21');
    expect(judged(clock(answered), 10, 3)).toEqual(['overdue', 'overdue', '2024-08-19', null]);
  });

  it('is seen on the day on which it was taken away, where the draft would have left it', () => {
    const taken = clock(step('IssueEscalated', '2024-08-29', { cause: 'overdue' }));
    expect(judged(taken, 15)).toEqual(['escalated', 'overdue', '2024-08-26', null]);
    expect(judged(taken, 20)).toEqual(['escalated', 'running', '2024-09-04', null]);
    expect(judged(taken, 15, 3)).toEqual(['escalated', 'escalated', '2024-08-26', '2024-08-29']);
    const earlier = clock(step('IssueEscalated', '2024-08-27', { cause: 'overdue' }));
    expect(judged(earlier, 17)).toEqual(['escalated', 'running', '2024-08-28', null]);
    const passedOn = clock(step('IssueEscalated', '2024-08-20', { cause: 'beyond-authority' }));
    expect(judged(passedOn, 10)).toEqual(['in-time', 'late', '2024-08-19', null]);
  });

  it('stands still while it waits, with the days that were left', () => {
    const wait = step('IssueWaitStarted', '2024-08-12');
    const resumed = step('IssueResumed', '2024-08-26', { waitedSince: '2024-08-12', dueOn: '2024-09-11' });
    // Five of ten days were left on the 12th.
    expect(judged(clock(wait, resumed), 10)).toEqual(['running', 'running', '2024-09-04', null]);
    expect(judged(clock(wait), 10, 3)).toEqual(['waiting', 'waiting', '2024-08-19', null]);
    // Overdue before it began to wait.
    expect(judged(clock(wait), 3)).toEqual(['waiting', 'overdue', '2024-08-08', null]);
    expect(judged(clock(wait, resumed), 3, 5)).toEqual(['running', 'escalated', '2024-08-08', '2024-08-26']);
  });

  it('keeps what a person extended it to, where that is later', () => {
    const extended = step('IssueExtended', '2024-08-20', { dueOn: '2024-09-16' });
    expect(judged(clock(extended), 10)).toEqual(['running', 'running', '2024-09-16', null]);
    expect(judged(clock(extended), 60)).toEqual(['running', 'running', '2024-10-30', null]);
  });
});

/** Raised to a commune, accepted, escalated, accepted by the province, resolved, reopened. */
const issue = [
  step('IssueRaised', '2024-08-01', { level: 'commune', dueOn: '2024-08-15' }),
  step('IssueAccepted', '2024-08-05', { level: 'commune', dueOn: '2024-08-26' }),
  step('IssueNoted', '2024-08-06'),
  step('IssueEscalated', '2024-08-07', { level: 'province', dueOn: '2024-08-21', cause: 'beyond-authority' }),
  step('IssueAccepted', '2024-08-09', { level: 'province', dueOn: '2024-09-23' }),
  step('IssueResolved', '2024-08-20'),
  step('IssueConfirmed', '2024-08-21'),
  step('IssueReopened', '2024-08-22', { dueOn: '2024-10-04' }),
].map((each, revision) => ({ ...each, revision }));

describe('the clock that a step began', () => {
  const seenOn = '2024-08-29';

  it('runs to the step that ends it', () => {
    const names = (revision: number) => clockFrom(issue, revision, seenOn).steps.map((each) => each.step);
    expect(names(0)).toEqual(['IssueAccepted']);
    expect(names(1)).toEqual(['IssueNoted', 'IssueEscalated']);
    expect(names(4)).toEqual(['IssueResolved']);
    expect(names(7)).toEqual([]);
  });

  it('is of the level of the holder of then, for a notice or for the resolution', () => {
    const kind = (revision: number) => {
      const { dueFor, dueOn, level } = clockFrom(issue, revision, seenOn);
      return [dueFor, level, dueOn];
    };
    expect(kind(0)).toEqual(['notice', 'commune', '2024-08-15']);
    expect(kind(3)).toEqual(['notice', 'province', '2024-08-21']);
    expect(kind(7)).toEqual(['resolution', 'province', '2024-10-04']);
  });
});

describe('the preview of rules of issues', () => {
  const begun = { ...step('IssueAccepted', '2024-08-05', { level: 'commune', dueOn: '2024-08-26' }), revision: 1 };
  const settled = { ...step('IssueResolved', '2024-08-06'), revision: 2 };
  const fact = { revision: 1, steps: [begun, settled], title: 'Sửa đường', seenOn: '2024-08-29', notices: null };

  it('differs where the day does, although the outcome is the same', () => {
    expect(deadlinesPreview.judge(fact, readRules('issues', body(10)))).toEqual({
      ...{ recorded: 'in-time', decided: null, proposed: 'in-time', differs: true },
      reasons: [
        {
          ...{ rule: 'resolutionWorkingDays.commune', title: 'Sửa đường', recordedDueOn: '2024-08-26' },
          ...{ dueOn: '2024-08-19', endedOn: '2024-08-06', escalatedOn: null },
        },
      ],
    });
    expect(deadlinesPreview.judge(fact, readRules('issues', body(15)))).toMatchObject({ differs: false });
  });

  it('counts by the notices of days off that were published', () => {
    const notice = { year: 2024, tetFrom: null, nationalDayBeside: null, swaps: [], daysOff: ['2024-08-07'] };
    expect(deadlinesPreview.judge({ ...fact, notices: [notice] }, readRules('issues', body(15)))).toMatchObject({
      reasons: [{ recordedDueOn: '2024-08-26', dueOn: '2024-08-27' }],
    });
  });
});
