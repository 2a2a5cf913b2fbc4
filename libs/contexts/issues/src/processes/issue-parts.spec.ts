import { playProcess } from '#processes';
import { recorded } from '#testing';
import { issueSplit } from '../issue/issue.js';
import { commune, id, issueId, unitId } from '../issue/spec-issue.js';
import { issueParts } from './issue-parts.js';

describe('issue-parts', () => {
  it('opens each part as an issue of its own', () => {
    const part = (name: string) => ({ issueId: id(name), title: name, category: 'land' });
    const held = { issueId, unitId, holderUnitId: commune, on: '2024-08-20' };
    const { commands } = playProcess(issueParts, recorded([issueSplit({ ...held, parts: [part('a'), part('b')] })]));
    const body = { fromIssueId: issueId, unitId, effectiveAt: '2024-08-20' };
    expect(commands).toEqual([
      { act: 'open-issue-part', body: { ...body, issueId: id('a') } },
      { act: 'open-issue-part', body: { ...body, issueId: id('b') } },
    ]);
  });
});
