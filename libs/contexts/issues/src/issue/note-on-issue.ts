import { act, Command, type LocalDate } from '#kernel';
import { IsDay, IsLine } from '#platform';
import { IsOptional, IsUUID } from 'class-validator';
import { issue, issueNoted } from './issue.js';
import { known } from './step.js';

export class NoteOnIssue extends Command {
  @IsUUID() issueId!: string;
  /** For the body's own people; the answer is another act. */
  @IsLine(5000) note!: string;
  /** The day of entry when left out. */
  @IsOptional() @IsDay() effectiveAt?: LocalDate;
}

export const noteOnIssue = act({
  name: 'note-on-issue',
  summary: { vi: 'Ghi chú nội bộ về kiến nghị', en: 'Note something internal on an issue' },
  command: NoteOnIssue,
  aggregate: issue,
  roles: ['secretary', 'office', 'responsible-body', 'admin'],
  id: (command) => command.issueId,
  unit: (_command, state) => state.holderUnitId,

  decide({ issueId, note, effectiveAt }, state, { today }) {
    const { holderUnitId } = known(issueId, state);
    return [issueNoted({ issueId, unitId: holderUnitId, note: note.normalize('NFC'), on: effectiveAt ?? today })];
  },
});
