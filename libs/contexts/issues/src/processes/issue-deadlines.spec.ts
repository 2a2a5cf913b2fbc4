import { playProcess } from '#processes';
import { recorded } from '#testing';
import type { DomainEvent } from '#kernel';
import { issueDeadlineMarked } from '../issue/issue.js';
import { accepted, answered, commune, issueId, raised, resolved, unitId, waiting } from '../issue/spec-issue.js';
import { issueDeadlines } from './issue-deadlines.js';

/** Recorded on the day after it was raised, so that every deadline lies ahead. */
const after = (...events: readonly DomainEvent[]) =>
  playProcess(issueDeadlines, recorded(events, { recordedAt: '2024-08-02T02:00:00.000Z' })).deadlines;

describe('issue-deadlines', () => {
  it('watches the notice until the end of its day, and reminds where the pack says when', () => {
    expect(after(raised)).toEqual([
      {
        ...{ key: `${issueId} overdue`, dueAt: '2024-08-16T00:00:00+07:00', act: 'mark-issue-deadline' },
        body: { issueId, mark: 'overdue', dueOn: '2024-08-15', effectiveAt: '2024-08-16' },
      },
      {
        ...{ key: `${issueId} near-due`, dueAt: '2024-08-12T00:00:00+07:00', act: 'mark-issue-deadline' },
        body: { issueId, mark: 'near-due', dueOn: '2024-08-15', effectiveAt: '2024-08-12' },
      },
    ]);
  });

  it('watches the resolution instead, once accepted', () => {
    expect(after(raised, accepted).map(({ body }) => body)).toMatchObject([
      { mark: 'overdue', dueOn: '2024-08-26' },
      { mark: 'near-due', dueOn: '2024-08-26' },
    ]);
  });

  it('watches nothing while it waits, nor after the end', () => {
    expect(after(raised, accepted, waiting)).toEqual([]);
    expect(after(raised, accepted, answered, resolved)).toEqual([]);
    expect(after(raised, accepted, answered)).toHaveLength(2);
  });

  it('raises no alarm about an old file', () => {
    expect(playProcess(issueDeadlines, recorded([raised, accepted])).deadlines).toEqual([]);
  });

  const marked = (escalateOn: string | null) =>
    issueDeadlineMarked({
      ...{ issueId, unitId, holderUnitId: commune, mark: 'overdue', dueFor: 'resolution', dueOn: '2024-08-26' },
      ...{ on: '2024-08-27', escalateOn },
    });

  it('escalates at once when nothing ran on that day', () => {
    const late = recorded([marked('2024-08-29')], { recordedAt: '2024-08-28T17:00:00.000Z' });
    const { commands, deadlines } = playProcess(issueDeadlines, late);
    expect(deadlines).toEqual([]);
    expect(commands).toMatchObject([
      { act: 'escalate-overdue-issue', body: { issueId, dueOn: '2024-08-26', effectiveAt: '2024-08-29' } },
    ]);
  });

  it('escalates by itself on the day that the pack gave', () => {
    expect(after(raised, accepted, marked('2024-08-29')).at(-1)).toMatchObject({
      ...{ key: `${issueId} escalate`, dueAt: '2024-08-29T00:00:00+07:00', act: 'escalate-overdue-issue' },
      body: { issueId, dueOn: '2024-08-26', reason: expect.stringContaining('26/8/2024') as string },
    });
    expect(after(raised, accepted, marked(null))).toHaveLength(2);
  });
});
