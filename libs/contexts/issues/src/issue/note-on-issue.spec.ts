import { given, today } from '#testing';
import { issueNoted } from './issue.js';
import { noteOnIssue } from './note-on-issue.js';
import { accepted, answered, commune, escalated, issueId, province, raised, resolved } from './spec-issue.js';

const note = 'Hỏi Sở Tài chính về nguồn vốn';

describe('note-on-issue', () => {
  it('stands with the body that holds the issue, whatever its status', () => {
    given(noteOnIssue, [raised, escalated])
      .when({ issueId, note })
      .then([issueNoted({ issueId, unitId: province, note, on: today })]);
    given(noteOnIssue, [raised, accepted, answered, resolved])
      .when({ issueId, note })
      .then([issueNoted({ issueId, unitId: commune, note, on: today })]);
  });

  it('refuses the unknown', () => {
    given(noteOnIssue, []).when({ issueId, note }).thenRefused('issue.unknown');
  });
});
