import { shippedPacks } from '#contexts/rule-packs/contracts';
import { derivedId } from '#kernel';
import { project } from '#projections';
import { recorded } from '#testing';
import { meetingCorrected, meetingHeld, minutesRecorded, turnoutRecorded } from '../meeting/meeting.js';
import { judgeStandard } from '../rule-packs/meeting-standard.js';
import { turnout } from './turnout.js';

const unitId = derivedId('spec', 'unit');
const heldOn = '2024-09-03';
const held = meetingHeld({
  meetingId: derivedId('spec', 'meeting'),
  unitId,
  kind: 'regular',
  scheduledFor: null,
  heldOn,
  durationMinutes: 95,
  expectedCadreIds: [],
});

/** Of a cell with 20 members on the roll, 2 of them exempt. */
const entry = (present: number, excused: number, unexcused: number) => {
  const names = { excusedMemberIds: [], unexcusedMemberIds: [] };
  const figures = { onRoll: 20, exempt: 2, present, excused, unexcused, ...names };
  return {
    turnout: figures,
    judgement: judgeStandard({ ...held.data, turnout: figures }, shippedPacks('meeting-standard')[0])!,
  };
};
const common = { meetingId: held.data.meetingId, unitId, kind: 'regular', heldOn } as const;
const first = turnoutRecorded({ ...common, ...entry(17, 1, 0), previous: null });
const corrected = turnoutRecorded({ ...common, ...entry(15, 1, 2), previous: entry(17, 1, 0) });

const row = {
  unitId,
  month: '2024-09',
  kind: 'regular',
  held: 1,
  recorded: 0,
  base: 0,
  exempt: 0,
  present: 0,
  excused: 0,
  unexcused: 0,
  upToStandard: 0,
  belowStandard: 0,
};
const counted = { ...row, recorded: 1, base: 18, exempt: 2, present: 17, excused: 1, upToStandard: 1 };

describe('turnout', () => {
  it('counts a meeting held before its turnout is known', () => {
    expect(project(turnout, recorded([held]))).toEqual([row]);
  });

  it('counts members outside the base apart, and what the rule pack proposes', () => {
    expect(project(turnout, recorded([held, first]))).toEqual([counted]);
  });

  it('moves every count when a turnout is entered again', () => {
    expect(project(turnout, recorded([held, first, corrected]))).toEqual([
      { ...counted, present: 15, unexcused: 2, upToStandard: 0, belowStandard: 1 },
    ]);
    const back = turnoutRecorded({ ...common, ...entry(17, 1, 0), previous: entry(15, 1, 2) });
    expect(project(turnout, recorded([held, first, corrected, back]))).toEqual([counted]);
    const grown = { ...entry(17, 1, 0).turnout, onRoll: 30, exempt: 12 };
    const recounted = turnoutRecorded({ ...common, turnout: grown, judgement: null, previous: entry(17, 1, 0) });
    expect(project(turnout, recorded([held, first, recounted]))).toEqual([{ ...counted, exempt: 12, upToStandard: 0 }]);
  });

  it('keeps kinds and months apart, and counts no standard where no pack speaks', () => {
    const thematic = { ...held.data, meetingId: derivedId('spec', 'thematic'), kind: 'thematic', heldOn: '2024-10-01' };
    const events = [
      meetingHeld({ ...thematic, kind: 'thematic' }),
      turnoutRecorded({ ...first.data, kind: 'thematic', heldOn: '2024-10-01', judgement: null }),
    ];
    expect(project(turnout, recorded([held, ...events]))).toEqual([
      row,
      { ...counted, kind: 'thematic', month: '2024-10', upToStandard: 0 },
    ]);
  });

  it('moves with a correction of the day, kind or duration, judged anew', () => {
    const before = {
      ...{ kind: 'regular' as const, heldOn: held.data.heldOn, durationMinutes: 90, expectedCadreIds: [], marks: [] },
      turnout: entry(17, 1, 0),
    };
    const short = {
      turnout: before.turnout.turnout,
      judgement: { ...before.turnout.judgement, proposal: 'not-up-to-standard' as const },
    };
    const { meetingId, unitId } = held.data;
    const after = { ...before, heldOn: '2024-08-31', durationMinutes: 60, turnout: short };
    const moved = meetingCorrected({ meetingId, unitId, before, after });
    const none = { recorded: 0, base: 0, exempt: 0, present: 0, excused: 0, upToStandard: 0 };
    expect(project(turnout, recorded([held, first, moved]))).toEqual([
      { ...counted, month: '2024-08', upToStandard: 0, belowStandard: 1 },
      { ...row, held: 0, ...none },
    ]);
    const thematic = { ...before, kind: 'thematic' as const, turnout: { ...before.turnout, judgement: null } };
    expect(
      project(turnout, recorded([held, first, meetingCorrected({ meetingId, unitId, before, after: thematic })])),
    ).toEqual([
      { ...row, held: 0 },
      { ...counted, kind: 'thematic', upToStandard: 0 },
    ]);
  });

  it('follows what the minutes change in the proposal', () => {
    const before = entry(17, 1, 0).judgement;
    const written = minutesRecorded({
      ...{ meetingId: held.data.meetingId, unitId: held.data.unitId, kind: 'regular', heldOn: held.data.heldOn },
      minutes: {
        ...{ contents: [], conclusions: [], isPrepared: false, speakers: null },
        ...{ checklist: [], labelsVersion: null },
      },
      judgement: { ...before, proposal: 'not-up-to-standard' },
      ...{ previousJudgement: before, isReplacement: false },
    });
    expect(project(turnout, recorded([held, first, written]))).toEqual([
      { ...counted, upToStandard: 0, belowStandard: 1 },
    ]);
  });

  it('is the same for meetings of one cell in any order', () => {
    const one = recorded([held, first, corrected], {}, 'meeting-1');
    const other = recorded([held, first], {}, 'meeting-2');
    const rows = project(turnout, [...one, ...other]);
    expect(rows).toMatchObject([{ held: 2, recorded: 2, base: 36, present: 32 }]);
    expect(project(turnout, [...other, ...one])).toEqual(rows);
    expect(project(turnout, [one[0]!, other[0]!, one[1]!, other[1]!, one[2]!])).toEqual(rows);
  });
});
