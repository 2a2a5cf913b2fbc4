import { derivedId, type EventOrigin } from '#kernel';
import { correctionOrdered, dossierClosed, dossierOpened, eventsCited, findingAdded } from './dossier.js';

/** A dossier as the specs of its acts know it. */
export const id = (name: string): string => derivedId('spec', name);
export const [dossierId, unitId, findingId, correctionId] = ['dossier', 'unit', 'finding', 'correction'].map(id) as [
  string,
  string,
  string,
  string,
];
export const place = { stream: `meeting-${id('meeting')}`, revision: 1 };
export const citation = { ...place, eventId: id('cited'), type: 'meetings.AttendanceRecorded' };
export const origin: EventOrigin = {
  ...citation,
  actor: { subject: id('clerk'), role: 'office', unitId },
  recordedAt: '2025-03-05T02:00:00.000Z',
  effectiveAt: '2025-03-05',
  unitId,
};
export const text = 'Ghi nhầm 500 lượt dự';
export const opened = dossierOpened({ dossierId, unitId, title: 'Kiểm tra xã', openedBy: derivedId('test', 'actor') });
export const cited = eventsCited({ dossierId, unitId, cited: [citation] });
export const found = findingAdded({ dossierId, unitId, findingId, text, events: [citation.eventId] });
export const ordered = correctionOrdered({ dossierId, unitId, correctionId, findingId, text });
export const closed = dossierClosed({ dossierId, unitId, conclusion: 'Đã khắc phục', closedOn: '2024-08-29' });
