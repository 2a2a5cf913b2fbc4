import type { DomainEvent } from '#kernel';
import { playProcess } from '#processes';
import { recorded, someActor } from '#testing';
import {
  issueDeadlineMarked,
  issueEscalated,
  issueMerged,
  issueNoted,
  issueRaised,
  issueSplit,
} from '../issue/issue.js';
import {
  accepted,
  answered,
  commune,
  escalated,
  id,
  issueId,
  province,
  raised,
  resolved,
  unitId,
} from '../issue/spec-issue.js';
import { tellRaiser } from './tell-raiser.js';

const told = (...events: readonly DomainEvent[]) => playProcess(tellRaiser, recorded(events)).messages;
const held = { issueId, unitId, holderUnitId: commune };

describe('tell-raiser', () => {
  it('tells the cadre who raised it of each step that others take', () => {
    const messages = told(raised, accepted, answered, resolved);
    expect(messages.map(({ body }) => body.split('\n')[0])).toEqual([
      'Kiến nghị “Sửa đường vào ấp 3” đã được cấp xã tiếp nhận ngày 5/8/2024, hạn giải quyết 26/8/2024.',
      'Kiến nghị “Sửa đường vào ấp 3” đã được trả lời ngày 20/8/2024:',
      'Kiến nghị “Sửa đường vào ấp 3” đã giải quyết xong ngày 21/8/2024. Đề nghị xác nhận hoặc yêu cầu mở lại.',
    ]);
    for (const message of messages) expect(message).toMatchObject({ recipientId: id('cadre'), about: issueId, unitId });
    expect(JSON.stringify(messages)).toBe(JSON.stringify(messages).normalize('NFC'));
  });

  it('tells the account that entered it when no cadre is named, and nobody of the internal note', () => {
    const byAccount = issueRaised({ ...raised.data, raisedByCadreId: null });
    const noted = issueNoted({ issueId, unitId: commune, note: 'Hỏi Sở', on: '2024-08-20' });
    expect(told(byAccount, noted, accepted).map(({ recipientId }) => recipientId)).toEqual([someActor.subject]);
  });

  it('tells the member in charge of what comes to them, is near due and is overdue', () => {
    const member = id('ủy viên thường vụ');
    const sent = issueEscalated({ ...escalated.data, inChargeCadreId: member });
    const marked = (mark: 'near-due' | 'overdue') =>
      issueDeadlineMarked({
        ...{ ...held, holderUnitId: province, mark, dueFor: 'notice', dueOn: '2024-08-20' },
        ...{ on: '2024-08-21', escalateOn: null },
      });
    const messages = told(raised, sent, marked('near-due'), marked('overdue'));
    expect(messages.map(({ recipientId }) => recipientId)).toEqual([id('cadre'), member, member, id('cadre'), member]);
  });

  it('goes on telling whoever raised a duplicate, or an issue that was split', () => {
    const other = issueRaised({ ...raised.data, issueId: id('other'), raisedByCadreId: id('other cadre') });
    const merged = issueMerged({ ...held, issueId: id('other'), intoIssueId: issueId, on: '2024-08-02' });
    const messages = told(raised, other, merged, accepted);
    expect(messages.map(({ recipientId }) => recipientId).sort()).toEqual(
      [id('other cadre'), id('cadre'), id('other cadre')].sort(),
    );
    const part = { issueId: id('part'), title: 'Phần', category: 'land' };
    const split = issueSplit({ ...held, on: '2024-08-02', parts: [part] });
    const opened = issueRaised({ ...raised.data, ...part, raisedByCadreId: null, splitFromIssueId: issueId });
    const system = recorded([opened, { ...accepted, data: { ...accepted.data, issueId: id('part') } }], {
      actor: { ...someActor, role: 'system' },
    });
    const { messages: ofPart } = playProcess(tellRaiser, [...recorded([raised, split]), ...system]);
    expect(ofPart.at(-1)).toMatchObject({ recipientId: id('cadre'), about: id('part') });
  });

  it('writes no letters about an old file that is entered now', () => {
    const old = recorded([raised, accepted], { effectiveAt: '2024-07-29' });
    expect(playProcess(tellRaiser, old).messages).toEqual([]);
  });
});
