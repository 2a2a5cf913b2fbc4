import { shippedPacks } from '#contexts/rule-packs/contracts';
import { pack } from '../issue/spec-issue.js';
import { deadlineAfterWait, deadlineOn, escalationDay, noticeDeadline, resolutionDeadline } from './issue-rules.js';

const shipped = { rulePack: 'issues-11-QĐi', packVersion: 1 };

describe('rules of issues', () => {
  it('some pack that is shipped binds every day', () => {
    const [first] = shippedPacks('issues');
    expect(first).toMatchObject({ validFrom: '1900-01-01', validTo: null, jurisdiction: 'country' });
  });

  it('give ten working days for the notice, and remind three working days before', () => {
    expect(noticeDeadline(pack, '2024-08-29')).toEqual({ dueOn: '2024-09-16', remindOn: '2024-09-11', ...shipped });
  });

  it('give the longest term to a level without a figure', () => {
    expect(resolutionDeadline(pack, '2024-08-29', 'planet')).toEqual(resolutionDeadline(pack, '2024-08-29', 'country'));
  });

  it('count the days that were left from the end of a wait', () => {
    // Nine working days were left: from Thursday 8 August to Wednesday 21 August.
    const wait = { dueOn: '2024-08-21', since: '2024-08-08', until: '2024-08-29' };
    expect(deadlineAfterWait(pack, wait)).toMatchObject({ dueOn: '2024-09-13' });
  });

  it('do not mend by a wait what was overdue before it', () => {
    const wait = { dueOn: '2024-08-07', since: '2024-08-08', until: '2024-08-29' };
    expect(deadlineAfterWait(pack, wait)).toMatchObject({ dueOn: '2024-08-07' });
  });

  it('remind and escalate only where the pack says when', () => {
    expect(deadlineOn({ ...pack, nearDueWorkingDays: null }, '2024-08-21').remindOn).toBeNull();
    expect(escalationDay(pack, '2024-08-21')).toBeNull();
    expect(escalationDay({ ...pack, escalateOverdueWorkingDays: 5 }, '2024-08-29')).toBe('2024-09-09');
  });
});
