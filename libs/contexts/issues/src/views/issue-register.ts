import { dateOf } from '#kernel';
import { date, integer, text, uuid, view } from '#projections';
import {
  issueAccepted,
  issueAnswerCorrected,
  issueAnswered,
  issueCategorised,
  issueCategoryCorrected,
  issueConfirmed,
  issueDeadlineMarked,
  issueEscalated,
  issueExtended,
  issueHandedOver,
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

/** Every issue with where it stands. The petitioner's name is left out: it is read in the issue's history, if at all. */
export const issueRegister = view({
  name: 'issue_register',
  version: 3,
  columns: {
    issueId: uuid().key(),
    unitId: uuid(),
    kind: text(),
    category: text(),
    title: text(),
    place: text().nullable(),
    raisedOn: date(),
    raisedByCadreId: uuid().nullable(),
    source: text().nullable(),
    sourceId: uuid().nullable(),
    /** The meeting or conference, when it came up there. */
    meetingId: uuid().nullable(),
    /** One of `issueStatuses`. */
    status: text(),
    firstSentToId: uuid(),
    holderUnitId: uuid(),
    holderLevel: text(),
    /** From which day the holder has had it. */
    heldSince: date(),
    /** The member of the holder's standing committee who is in charge. */
    inChargeCadreId: uuid().nullable(),
    /** What is due next: notice (of acceptance or transfer) or resolution. */
    dueFor: text(),
    dueOn: date(),
    /** From this day it is near due. */
    remindOn: date().nullable(),
    waitingSince: date().nullable(),
    waitsFor: text().nullable(),
    acceptedOn: date().nullable(),
    answeredOn: date().nullable(),
    resolvedOn: date().nullable(),
    confirmedOn: date().nullable(),
    /** Last day of an issue that ended without being resolved: refused, withdrawn, split, merged. */
    endedOn: date().nullable(),
    refusalCause: text().nullable(),
    answer: text().nullable(),
    splitFromIssueId: uuid().nullable(),
    mergedIntoIssueId: uuid().nullable(),
    escalations: integer(),
    returns: integer(),
    extensions: integer(),
    reopenings: integer(),
    /** Deadlines that passed while nobody had acted, as the clock found them. */
    missedDeadlines: integer(),
  },
  indexes: [['unitId', 'status'], ['holderUnitId', 'status'], ['status', 'dueOn'], ['meetingId']],
})
  .on(issueRaised, ({ data, metadata }, rows) => {
    const { issueId, unitId, kind, category, title, place, raisedOn, raisedByCadreId, meetingId } = data;
    rows.insert({
      ...{ issueId, unitId, kind, category, title, place, raisedOn, raisedByCadreId, meetingId },
      // Of before sources were recorded: only a meeting could be named.
      source: data.source ?? (meetingId === null ? null : 'meeting'),
      sourceId: data.sourceId ?? meetingId,
      status: 'raised',
      firstSentToId: data.holderUnitId,
      holderUnitId: data.holderUnitId,
      holderLevel: data.holderLevel,
      // A part was raised with its whole, and lies at this desk as an issue of its own since the whole was split.
      heldSince: data.splitFromIssueId ? dateOf(metadata.effectiveAt) : raisedOn,
      inChargeCadreId: null,
      ...{ dueFor: 'notice', dueOn: data.noticeDueOn, remindOn: data.remindOn ?? null },
      ...{ waitingSince: null, waitsFor: null, acceptedOn: null, answeredOn: null, resolvedOn: null },
      ...{ confirmedOn: null, endedOn: null, refusalCause: null, answer: null, mergedIntoIssueId: null },
      splitFromIssueId: data.splitFromIssueId ?? null,
      ...{ escalations: 0, returns: 0, extensions: 0, reopenings: 0, missedDeadlines: 0 },
    });
  })
  .on(issueAccepted, ({ data: { issueId, acceptedOn, dueOn, remindOn = null } }, rows) => {
    rows.patch({ issueId }, { status: 'accepted', acceptedOn, dueFor: 'resolution', dueOn, remindOn });
  })
  .on(issueEscalated, ({ data }, rows) => {
    const { issueId, holderUnitId, holderLevel, inChargeCadreId = null, noticeDueOn, remindOn = null } = data;
    const holder = { holderUnitId, holderLevel, inChargeCadreId, heldSince: data.escalatedOn };
    const due = { dueFor: 'notice', dueOn: noticeDueOn, remindOn };
    rows.patch({ issueId }, { status: 'escalated', ...holder, ...due, acceptedOn: null });
    rows.increment({ issueId }, { escalations: 1 });
  })
  .on(issueReturned, ({ data: { issueId, holderUnitId, holderLevel, noticeDueOn, on, remindOn = null } }, rows) => {
    const due = { dueFor: 'notice', dueOn: noticeDueOn, remindOn };
    const holder = { holderUnitId, holderLevel, inChargeCadreId: null, heldSince: on };
    rows.patch({ issueId }, { status: 'returned', ...holder, ...due });
    rows.increment({ issueId }, { returns: 1 });
  })
  .on(issueRefused, ({ data: { issueId, cause, on } }, rows) => {
    rows.patch({ issueId }, { status: 'refused', refusalCause: cause, endedOn: on });
  })
  .on(issueCategorised, ({ data: { issueId, category } }, rows) => rows.patch({ issueId }, { category }))
  .on(issueCategoryCorrected, ({ data: { issueId, category } }, rows) => rows.patch({ issueId }, { category }))
  .on(issueWaitStarted, ({ data: { issueId, on, waitsFor } }, rows) => {
    rows.patch({ issueId }, { status: 'waiting', waitingSince: on, waitsFor });
  })
  .on(issueResumed, ({ data: { issueId, dueOn, remindOn = null } }, rows) => {
    rows.patch({ issueId }, { status: 'accepted', waitingSince: null, waitsFor: null, dueOn, remindOn });
  })
  .on(issueExtended, ({ data: { issueId, dueOn, remindOn = null } }, rows) => {
    rows.patch({ issueId }, { dueOn, remindOn });
    rows.increment({ issueId }, { extensions: 1 });
  })
  .on(issueDeadlineMarked, ({ data: { issueId, mark } }, rows) => {
    rows.increment({ issueId }, { missedDeadlines: mark === 'overdue' ? 1 : 0 });
  })
  .on(issueAnswered, ({ data: { issueId, answer, answeredOn } }, rows) => {
    rows.patch({ issueId }, { status: 'answered', answer, answeredOn });
  })
  .on(issueAnswerCorrected, ({ data: { issueId, answer } }, rows) => rows.patch({ issueId }, { answer }))
  .on(issueResolved, ({ data: { issueId, resolvedOn } }, rows) => {
    rows.patch({ issueId }, { status: 'resolved', resolvedOn });
  })
  .on(issueConfirmed, ({ data: { issueId, on } }, rows) => {
    rows.patch({ issueId }, { status: 'confirmed', confirmedOn: on });
  })
  .on(issueReopened, ({ data: { issueId, dueOn, reopenedOn, remindOn = null } }, rows) => {
    const due = { dueFor: 'resolution', dueOn, remindOn, heldSince: reopenedOn };
    rows.patch({ issueId }, { status: 'reopened', resolvedOn: null, confirmedOn: null, ...due });
    rows.increment({ issueId }, { reopenings: 1 });
  })
  .on(issueWithdrawn, ({ data: { issueId, on } }, rows) => {
    rows.patch({ issueId }, { status: 'withdrawn', endedOn: on });
  })
  .on(issueSplit, ({ data: { issueId, on } }, rows) => rows.patch({ issueId }, { status: 'split', endedOn: on }))
  .on(issueMerged, ({ data: { issueId, intoIssueId, on } }, rows) => {
    rows.patch({ issueId }, { status: 'merged', mergedIntoIssueId: intoIssueId, endedOn: on });
  })
  .on(issueHandedOver, ({ data: { issueId, holderUnitId, holderLevel, on } }, rows) => {
    rows.patch({ issueId }, { holderUnitId, holderLevel, heldSince: on });
  });
