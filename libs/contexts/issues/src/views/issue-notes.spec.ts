import { project } from '#projections';
import { recorded, someActor } from '#testing';
import { issueNoted } from '../issue/issue.js';
import { commune, issueId } from '../issue/spec-issue.js';
import { issueNotes } from './issue-notes.js';

describe('issue_notes', () => {
  it('holds each note under the body that wrote it', () => {
    const note = (text: string) => issueNoted({ issueId, unitId: commune, note: text, on: '2024-08-20' });
    expect(project(issueNotes, recorded([note('Hỏi Sở Tài chính'), note('Đã hỏi')]))).toMatchObject([
      { issueId, revision: 0, unitId: commune, note: 'Hỏi Sở Tài chính', notedBy: someActor.subject },
      { issueId, revision: 1, unitId: commune, note: 'Đã hỏi' },
    ]);
  });
});
