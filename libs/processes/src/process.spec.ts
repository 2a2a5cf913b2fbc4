import { event, shape } from '#kernel';
import { recorded } from '#testing';
import { playProcess } from './play-process.js';
import { process } from './process.js';

const opened = event('spec.Opened', shape<{ id: string; dueAt: string }>());
const closed = event('spec.Closed', shape<{ id: string }>());

const reminder = process('spec-reminder')
  .on(opened, ({ data: { id, dueAt } }, out) => {
    out.note(id, 'opened', { dueAt });
    out.deadline(id, dueAt, 'remind', { id });
  })
  .on(
    closed,
    ({ data: { id } }, out, notes) => {
      out.clear(id);
      out.forget(id, 'opened');
      out.command('file', { id, was: notes.get('opened') });
    },
    ({ data }) => data.id,
  );

const ahead = '2024-09-01T00:00:00+07:00';

describe('process', () => {
  it('sets a deadline, sets it anew under its key, and clears it', () => {
    const first = opened({ id: 'a', dueAt: ahead });
    const again = opened({ id: 'a', dueAt: '2024-10-01T00:00:00+07:00' });
    expect(playProcess(reminder, recorded([first, again])).deadlines).toEqual([
      { key: 'a', dueAt: '2024-10-01T00:00:00+07:00', act: 'remind', body: { id: 'a' } },
    ]);
    expect(playProcess(reminder, recorded([first, closed({ id: 'a' })])).deadlines).toEqual([]);
  });

  it('recalls what it noted of the subject, and nothing of another', () => {
    const { commands, notes } = playProcess(
      reminder,
      recorded([opened({ id: 'a', dueAt: ahead }), closed({ id: 'b' }), closed({ id: 'a' })]),
    );
    expect(commands).toEqual([
      { act: 'file', body: { id: 'b', was: undefined } },
      { act: 'file', body: { id: 'a', was: { dueAt: ahead } } },
    ]);
    expect(notes.get('a')!.size).toBe(0);
  });

  it('sets no deadline that had passed when the fact was recorded, and drops the one before', () => {
    const late = opened({ id: 'a', dueAt: '2024-08-29T02:00:00.000Z' });
    expect(playProcess(reminder, recorded([opened({ id: 'a', dueAt: ahead }), late])).deadlines).toEqual([]);
  });

  it('refuses a deadline at what is no instant, instead of taking it for one that has passed', () => {
    expect(() => playProcess(reminder, recorded([opened({ id: 'a', dueAt: 'tomorrow' })]))).toThrow('no instant');
  });

  it('handles an event type once', () => {
    expect(() =>
      process('spec')
        .on(opened, () => undefined)
        .on(opened, () => undefined),
    ).toThrow('twice');
  });
});
