import { act, Command, type LocalDate } from '#kernel';
import { IsDay } from '#platform';
import { IsUUID } from 'class-validator';
import { noticeDeadline } from '../rules/issue-rules.js';
import { issue, issueRaised } from './issue.js';
import { issuePack } from './issue-pack.js';

export class OpenIssuePart extends Command {
  /** The new issue. */
  @IsUUID() issueId!: string;
  @IsUUID() fromIssueId!: string;
  /** Where the whole was raised. */
  @IsUUID() unitId!: string;
  /** The day of the split. */
  @IsDay() effectiveAt!: LocalDate;
}

/**
 * By the process `issue-parts`, after `split-issue`. The part was raised when, where and by whom the whole was; its
 * holder has a new term for the notice. The petitioner's name stays with the whole.
 */
export const openIssuePart = act({
  name: 'open-issue-part',
  summary: { vi: 'Mở kiến nghị được tách ra (tự động)', en: 'Open a part of a split issue (automatic)' },
  command: OpenIssuePart,
  aggregate: issue,
  roles: [],
  id: (command) => command.issueId,
  creates: true,
  unit: (command) => command.unitId,
  facts: async ({ fromIssueId, effectiveAt }, _state, read) => {
    const whole = await read.state(issue, fromIssueId);
    return { whole, pack: await issuePack(read, whole.holderUnitId ?? '', effectiveAt) };
  },

  decide({ issueId, fromIssueId, effectiveAt }, state, { facts }) {
    const { holderLevel, holderUnitId, parts, raised } = facts.whole;
    const part = parts.find((each) => each.issueId === issueId);
    if (state.status !== 'none' || !part) return [];
    const { dueOn, ...setBy } = noticeDeadline(facts.pack, effectiveAt);
    return [
      issueRaised({
        ...raised!,
        ...part,
        petitionerId: null,
        petitionerName: null,
        holderUnitId: holderUnitId!,
        holderLevel: holderLevel!,
        splitFromIssueId: fromIssueId,
        noticeDueOn: dueOn,
        ...setBy,
      }),
    ];
  },
});
