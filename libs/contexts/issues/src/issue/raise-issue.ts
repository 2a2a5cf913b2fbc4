import { cadreRecord } from '#contexts/assignments/contracts';
import { unitRecord } from '#contexts/org-units/contracts';
import { act, Command, derivedId, DomainError, tidyName, type LocalDate } from '#kernel';
import { IsDay, IsLine } from '#platform';
import { IsBoolean, IsIn, IsOptional, IsUUID } from 'class-validator';
import { noticeDeadline } from '../rules/issue-rules.js';
import { readSending, refuseUnfitHolder } from './holder.js';
import { issue, issueRaised, issueRefused } from './issue.js';
import { issuePack } from './issue-pack.js';
import {
  issueCategoryCodes,
  issueKinds,
  issueSources,
  raiserRoles,
  type IssueKind,
  type IssueSource,
  type RaiserRole,
} from './vocabulary.js';

export class RaiseIssue extends Command {
  @IsUUID() issueId!: string;
  /** Where it was raised. */
  @IsUUID() unitId!: string;
  @IsIn(issueKinds) kind!: IssueKind;
  @IsIn(issueCategoryCodes) category!: string;
  /** What is asked, without names of private people. */
  @IsLine(300) title!: string;
  @IsOptional() @IsLine(5000) summary?: string;
  /** Hamlet, road, plot… as people call it. */
  @IsOptional() @IsLine(300) place?: string;
  @IsDay() raisedOn!: LocalDate;
  @IsOptional() @IsUUID() raisedByCadreId?: string;
  /** `cadre` when left out. */
  @IsOptional() @IsIn(raiserRoles) raiserRole?: RaiserRole;
  /** Where it came up. `meeting` when only a meeting is named. */
  @IsOptional() @IsIn(issueSources) source?: IssueSource;
  /** Id of the meeting, visit, report or conference. */
  @IsOptional() @IsUUID() sourceId?: string;
  /** The meeting or conference: the same as a `sourceId` of these kinds. */
  @IsOptional() @IsUUID() meetingId?: string;
  /** The first holder: a superior of the unit or a department; the unit itself when left out. */
  @IsOptional() @IsUUID() sentToUnitId?: string;
  /** Sealed under a key of its own. */
  @IsOptional() @IsLine(200) petitionerName?: string;
  /** Nặc danh: recorded, and refused at once. */
  @IsOptional() @IsBoolean() anonymous?: boolean;
}

export const raiseIssue = act({
  name: 'raise-issue',
  summary: { vi: 'Ghi nhận kiến nghị, vướng mắc, phản ánh', en: 'Raise a recommendation, difficulty or feedback' },
  command: RaiseIssue,
  aggregate: issue,
  roles: ['cadre', 'secretary', 'office', 'admin'],
  id: (command) => command.issueId,
  creates: true,
  unit: (command) => command.unitId,
  effectiveAt: ({ raisedOn }) => raisedOn,
  facts: async ({ unitId, sentToUnitId, raisedByCadreId, raisedOn }, _state, read) => ({
    unit: await read.state(unitRecord, unitId),
    sending: await readSending(read, unitId, sentToUnitId ?? unitId),
    isCadreKnown: !raisedByCadreId || (await read.state(cadreRecord, raisedByCadreId)).status !== 'none',
    pack: await issuePack(read, sentToUnitId ?? unitId, raisedOn),
  }),

  decide(command, state, { facts, today }) {
    const { issueId, unitId, kind, category, raisedOn, raisedByCadreId, petitionerName } = command;
    if (state.status !== 'none') throw new DomainError('issue.already-raised', { issueId });
    if (facts.unit.status === 'none') throw new DomainError('issue.unit-unknown', { unitId });
    if (facts.unit.closedOn !== undefined && facts.unit.closedOn < raisedOn) {
      throw new DomainError('issue.unit-closed', { unitId, closedOn: facts.unit.closedOn });
    }
    if (raisedOn > today) throw new DomainError('issue.step-in-future', { on: raisedOn, today });
    if (!facts.isCadreKnown) throw new DomainError('issue.cadre-unknown', { cadreId: raisedByCadreId });
    if (command.anonymous && petitionerName !== undefined) throw new DomainError('issue.anonymous-with-name', {});
    refuseUnfitHolder(facts.sending);
    const { dueOn, ...setBy } = noticeDeadline(facts.pack, raisedOn);
    const holderUnitId = facts.sending.targetId;
    const raised = issueRaised({
      issueId,
      unitId,
      kind,
      category,
      title: tidyName(command.title),
      summary: command.summary ?? null,
      place: command.place ?? null,
      raisedOn,
      raisedByCadreId: raisedByCadreId ?? null,
      raiserRole: command.raiserRole ?? 'cadre',
      ...sourceOf(command),
      petitionerId: petitionerName === undefined ? null : derivedId('petitioner', issueId),
      petitionerName: petitionerName === undefined ? null : tidyName(petitionerName),
      holderUnitId,
      holderLevel: facts.sending.target.level,
      splitFromIssueId: null,
      noticeDueOn: dueOn,
      ...setBy,
    });
    if (!command.anonymous) return [raised];
    return [raised, issueRefused({ issueId, unitId, holderUnitId, cause: 'anonymous', on: raisedOn })];
  },
});

/** @throws DomainError when two meetings are named */
function sourceOf({ meetingId, source, sourceId }: RaiseIssue) {
  const isMeeting =
    source === 'meeting' || source === 'conference' || (source === undefined && meetingId !== undefined);
  if (isMeeting && meetingId !== undefined && sourceId !== undefined && meetingId !== sourceId) {
    throw new DomainError('issue.two-sources', { meetingId, sourceId });
  }
  return {
    source: source ?? (meetingId === undefined ? null : ('meeting' as const)),
    sourceId: sourceId ?? meetingId ?? null,
    meetingId: meetingId ?? (isMeeting ? (sourceId ?? null) : null),
  };
}
