import { shippedPacks } from '#contexts/rule-packs/contracts';
import { derivedId, rootUnitId, type LocalDate } from '#kernel';
import { deadlineOn, type BindingRules } from '../rules/issue-rules.js';
import { shippedCalendar } from '../rules/working-days.js';
import type { Sending } from './holder.js';
import {
  issueAccepted,
  issueAnswered,
  issueEscalated,
  issueRaised,
  issueReopened,
  issueResolved,
  issueReturned,
  issueWaitStarted,
} from './issue.js';

/** One issue of a cell, sent to its commune, for every spec of this context. */
export const id = (name: string): string => derivedId('spec', name);
export const [issueId, unitId, commune, province] = [id('issue'), id('cell'), id('commune'), id('province')] as [
  string,
  string,
  string,
  string,
];
export const pack: BindingRules = { ...shippedPacks('issues')[0]!, calendar: shippedCalendar };
export const facts = { pack };

/** What an event says of its deadline besides the day. */
export function setBy(dueOn: LocalDate) {
  const { packVersion, remindOn, rulePack } = deadlineOn(pack, dueOn);
  return { packVersion, remindOn, rulePack };
}

export const raised = issueRaised({
  issueId,
  unitId,
  kind: 'recommendation',
  category: 'infrastructure',
  title: 'Sửa đường vào ấp 3',
  summary: null,
  place: null,
  raisedOn: '2024-08-01',
  raisedByCadreId: id('cadre'),
  raiserRole: 'cadre',
  meetingId: null,
  source: null,
  sourceId: null,
  petitionerId: null,
  petitionerName: null,
  holderUnitId: commune,
  holderLevel: 'commune',
  splitFromIssueId: null,
  noticeDueOn: '2024-08-15',
  ...setBy('2024-08-15'),
});

const held = { issueId, unitId, holderUnitId: commune };

export const accepted = issueAccepted({
  ...held,
  holderLevel: 'commune',
  acceptedOn: '2024-08-05',
  dueOn: '2024-08-26',
  ...setBy('2024-08-26'),
});
export const escalated = issueEscalated({
  ...held,
  fromUnitId: commune,
  holderUnitId: province,
  holderLevel: 'province',
  cause: 'beyond-authority',
  escalatedOn: '2024-08-06',
  inChargeCadreId: null,
  noticeDueOn: '2024-08-20',
  ...setBy('2024-08-20'),
});
export const returned = issueReturned({
  ...held,
  fromUnitId: province,
  holderLevel: 'commune',
  on: '2024-08-08',
  noticeDueOn: '2024-08-22',
  ...setBy('2024-08-22'),
});
export const waiting = issueWaitStarted({ ...held, waitsFor: 'funding', on: '2024-08-12' });
export const answered = issueAnswered({ ...held, answer: 'Đã bố trí vốn', answeredOn: '2024-08-20' });
export const resolved = issueResolved({ ...held, outcome: null, resolvedOn: '2024-08-21' });
export const reopened = issueReopened({
  ...held,
  reopenedOn: '2024-08-22',
  dueOn: '2024-09-16',
  ...setBy('2024-09-16'),
});

export const lineIds = [commune, province, rootUnitId];
/** From the commune to the province. */
export const sending: Sending = { targetId: province, target: { status: 'open', level: 'province' }, lineIds };
