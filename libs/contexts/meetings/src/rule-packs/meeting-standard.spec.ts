import { shippedPacks } from '#contexts/rule-packs/contracts';
import { judgeStandard, type MeetingFacts } from './meeting-standard.js';

const [pack] = shippedPacks('meeting-standard');
const turnout = {
  onRoll: 23,
  exempt: 3,
  present: 18,
  excused: 2,
  unexcused: 0,
  excusedMemberIds: [],
  unexcusedMemberIds: [],
};
const facts: MeetingFacts = { kind: 'regular', heldOn: '2024-08-05', durationMinutes: 90, turnout };
const outcomes = (over: Partial<MeetingFacts>) =>
  Object.fromEntries(judgeStandard({ ...facts, ...over }, pack)!.rules.map(({ rule, outcome }) => [rule, outcome]));

describe('up to standard, pack 12-HD', () => {
  it('proposes it when turnout, absences and duration keep the rules; the rest is for a person to judge', () => {
    expect(judgeStandard(facts, pack)).toEqual({
      pack: '12-HD',
      packVersion: 1,
      proposal: 'up-to-standard',
      rules: [
        { rule: 'turnout-above', outcome: 'satisfied', figure: 90, asked: 85 },
        { rule: 'none-absent-without-reason', outcome: 'satisfied', figure: 0, asked: 0 },
        { rule: 'lasts-at-least', outcome: 'satisfied', figure: 90, asked: 90 },
        { rule: 'none-excused-running', outcome: 'unknown', figure: null, asked: 3 },
        { rule: 'prepared-by-committee', outcome: 'unknown', figure: null, asked: null },
        { rule: 'minutes-complete', outcome: 'unknown', figure: null, asked: null },
      ],
    });
  });

  it('asks for more than 85 %: 17 of 20 is not enough, and those exempt do not count', () => {
    const exactly = { ...turnout, present: 17, excused: 3 };
    expect(outcomes({ turnout: exactly })).toMatchObject({ 'turnout-above': 'not-satisfied' });
    expect(outcomes({ turnout: { ...exactly, exempt: 4, excused: 2 } })).toMatchObject({
      'turnout-above': 'satisfied',
    });
  });

  it('gives every broken rule as a reason', () => {
    const over = { durationMinutes: 89, turnout: { ...turnout, present: 17, unexcused: 1 } };
    expect(judgeStandard({ ...facts, ...over }, pack)!.proposal).toBe('not-up-to-standard');
    expect(outcomes(over)).toMatchObject({
      'turnout-above': 'not-satisfied',
      'none-absent-without-reason': 'not-satisfied',
      'lasts-at-least': 'not-satisfied',
    });
  });

  it('proposes nothing about a cell whose members are all exempt', () => {
    const nobody = { ...turnout, exempt: 23, present: 0, excused: 0 };
    expect(judgeStandard({ ...facts, turnout: nobody }, pack)).toMatchObject({ proposal: null });
    expect(outcomes({ turnout: nobody })).toMatchObject({ 'turnout-above': 'unknown' });
  });

  it('judges regular meetings only, and none without a pack', () => {
    expect(judgeStandard({ ...facts, kind: 'thematic' }, pack)).toBeNull();
    expect(judgeStandard(facts, undefined)).toBeNull();
  });

  it('a pack whose rules are not known judges nothing: since 2025-10-28 only the warnings go on', () => {
    const now = shippedPacks('meeting-standard').find(({ name }) => name === '42-HD')!;
    expect(now).toMatchObject({ validFrom: '2025-10-28', validTo: null, warnings: { monthsAbsentInYear: 3 } });
    expect(judgeStandard({ ...facts, heldOn: '2026-01-05' }, now)).toBeNull();
  });

  it('minutes tell what a turnout can not: prepared by the committee, minutes complete', () => {
    const minutes = { contents: ['Nghị quyết tháng'], conclusions: ['Giao đảng viên phụ trách hộ'], isPrepared: true };
    expect(outcomes({ minutes })).toMatchObject({
      'prepared-by-committee': 'satisfied',
      'minutes-complete': 'satisfied',
    });
    expect(outcomes({ minutes: { ...minutes, conclusions: [], isPrepared: null } })).toMatchObject({
      'prepared-by-committee': 'unknown',
      'minutes-complete': 'not-satisfied',
    });
    const unprepared = { ...facts, minutes: { ...minutes, isPrepared: false } };
    expect(judgeStandard(unprepared, pack)).toMatchObject({ proposal: 'not-up-to-standard' });
  });
});
