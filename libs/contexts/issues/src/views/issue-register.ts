import { date, integer, text, uuid, view } from '#projections';
import {
  issueAccepted,
  issueAnswered,
  issueEscalated,
  issueRaised,
  issueReopened,
  issueResolved,
} from '../issue/issue.js';

/** Every issue with where it stands. The petitioner's name is left out: it is read in the issue's history, if at all. */
export const issueRegister = view({
  name: 'issue_register',
  version: 1,
  columns: {
    issueId: uuid().key(),
    unitId: uuid(),
    kind: text(),
    category: text(),
    title: text(),
    place: text().nullable(),
    raisedOn: date(),
    raisedByCadreId: uuid().nullable(),
    meetingId: uuid().nullable(),
    /** One of `issueStatuses`. */
    status: text(),
    firstSentToId: uuid(),
    holderUnitId: uuid(),
    holderLevel: text(),
    /** What is due next: notice (of acceptance or transfer) or resolution. */
    dueFor: text(),
    dueOn: date(),
    acceptedOn: date().nullable(),
    answeredOn: date().nullable(),
    resolvedOn: date().nullable(),
    answer: text().nullable(),
    escalations: integer(),
    reopenings: integer(),
  },
  indexes: [
    ['unitId', 'status'],
    ['holderUnitId', 'status'],
    ['status', 'dueOn'],
  ],
})
  .on(issueRaised, ({ data }, rows) => {
    const { issueId, unitId, kind, category, title, place, raisedOn, raisedByCadreId, meetingId } = data;
    rows.insert({
      ...{ issueId, unitId, kind, category, title, place, raisedOn, raisedByCadreId, meetingId },
      status: 'raised',
      firstSentToId: data.holderUnitId,
      holderUnitId: data.holderUnitId,
      holderLevel: data.holderLevel,
      dueFor: 'notice',
      dueOn: data.noticeDueOn,
      ...{ acceptedOn: null, answeredOn: null, resolvedOn: null, answer: null },
      ...{ escalations: 0, reopenings: 0 },
    });
  })
  .on(issueAccepted, ({ data: { issueId, acceptedOn, dueOn } }, rows) => {
    rows.patch({ issueId }, { status: 'accepted', acceptedOn, dueFor: 'resolution', dueOn });
  })
  .on(issueEscalated, ({ data: { issueId, holderUnitId, holderLevel, noticeDueOn } }, rows) => {
    rows.patch(
      { issueId },
      { status: 'escalated', holderUnitId, holderLevel, dueFor: 'notice', dueOn: noticeDueOn, acceptedOn: null },
    );
    rows.increment({ issueId }, { escalations: 1 });
  })
  .on(issueAnswered, ({ data: { issueId, answer, answeredOn } }, rows) => {
    rows.patch({ issueId }, { status: 'answered', answer, answeredOn });
  })
  .on(issueResolved, ({ data: { issueId, resolvedOn } }, rows) => {
    rows.patch({ issueId }, { status: 'resolved', resolvedOn });
  })
  .on(issueReopened, ({ data: { issueId, dueOn } }, rows) => {
    rows.patch({ issueId }, { status: 'reopened', resolvedOn: null, dueFor: 'resolution', dueOn });
    rows.increment({ issueId }, { reopenings: 1 });
  });
