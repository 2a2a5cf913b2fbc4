import { derivedId, type Actor, type EventOrigin } from '#kernel';
import {
  correctionApplied,
  correctionApproved,
  correctionItemsAdded,
  correctionOutdated,
  correctionRehearsed,
  correctionRequested,
} from './correction.js';

/** A correction as the specs of its acts know it. */
export const id = (name: string): string => derivedId('spec', name);
export const [correctionId, unitId, dryRunId] = [id('correction'), id('commune'), id('dry run')];
export const person = (name: string): Actor => ({ subject: id(name), role: 'inspector', unitId });

export const wrong = { stream: `meeting-${id('meeting')}`, revision: 1 };
export const origin: EventOrigin = {
  ...wrong,
  eventId: id('wrong event'),
  type: 'meetings.AttendanceRecorded',
  actor: { ...person('secretary'), role: 'secretary' },
  recordedAt: '2025-03-05T02:00:00.000Z',
  effectiveAt: '2025-03-05',
  unitId,
};
export const command = { act: 'record-meeting-attendance', body: { mark: 'present' } };
export const entry = { ...command, corrects: wrong };
export const cited = {
  ...wrong,
  eventId: origin.eventId,
  type: origin.type,
  enteredBy: id('secretary'),
  effectiveAt: '2025-03-05',
  unitId,
};

export const requested = correctionRequested({
  correctionId,
  unitId,
  statement: 'Ghi nhầm là vắng',
  evidence: ['Biên bản 12-BB/ĐU'],
  dossierId: null,
  requestedBy: id('requester'),
});
export const added = correctionItemsAdded({
  correctionId,
  unitId,
  from: 0,
  cited: [cited],
  commands: [command],
  addedBy: id('requester'),
});
export const found = {
  dryRunId,
  position: '1200/1200',
  eventsDigest: 'ab',
  rowsDigest: 'cd',
  views: [{ view: 'attendance_rate', changed: 1, added: 0 }],
};
export const rehearsed = correctionRehearsed({ correctionId, unitId, ...found, decidedOn: [[1, 1]] });
export const approved = correctionApproved({
  correctionId,
  unitId,
  dryRunId,
  approvedBy: id('approver'),
  approvalId: derivedId('test', 'command'),
});
export const halfDone = correctionOutdated({
  correctionId,
  unitId,
  dryRunId,
  code: 'command.stale-version',
  applied: 7,
});
export const applied = correctionApplied({ correctionId, unitId, dryRunId, events: 1, position: '1300/1300' });
