import { shippedPacks } from '#contexts/rule-packs/contracts';
import { derivedId } from '#kernel';
import { project } from '#projections';
import { recorded } from '#testing';
import {
  attendanceRecorded,
  meetingAnnounced,
  meetingCancelled,
  meetingCorrected,
  meetingHeld,
  meetingRescheduled,
  meetingScheduled,
  meetingScored,
  minutesRecorded,
  turnoutRecorded,
} from '../meeting/meeting.js';
import { judgeStandard } from '../rule-packs/meeting-standard.js';
import { meetingRegister } from './meeting-register.js';

const meetingId = derivedId('spec', 'meeting');
const unitId = derivedId('spec', 'unit');
const cadreId = derivedId('spec', 'cadre');
const scheduled = meetingScheduled({ meetingId, unitId, kind: 'regular', scheduledFor: '2024-09-03' });
const held = meetingHeld({
  ...scheduled.data,
  heldOn: '2024-09-05',
  durationMinutes: 60,
  expectedCadreIds: [cadreId],
});
const figures = { onRoll: 20, exempt: 2, present: 17, excused: 1, unexcused: 0 };
const turnout = { ...figures, excusedMemberIds: [], unexcusedMemberIds: [] };
const judgement = judgeStandard({ ...held.data, turnout }, shippedPacks('meeting-standard')[0])!;
const counted = turnoutRecorded({
  meetingId,
  unitId,
  kind: 'regular',
  heldOn: '2024-09-05',
  turnout,
  judgement,
  previous: null,
});

const planned = {
  meetingId,
  unitId,
  kind: 'regular',
  status: 'scheduled',
  meetingDate: '2024-09-03',
  scheduledFor: '2024-09-03',
  ...{ announcedFor: null, startsAt: null, place: null, agenda: null },
  heldOn: null,
  durationMinutes: null,
  expectedCadres: 0,
  attendedCadres: 0,
  cancelReason: null,
  onRoll: null,
  exempt: null,
  present: null,
  excused: null,
  unexcused: null,
  standardPack: null,
  standardProposal: null,
  standardRules: null,
  hasMinutes: false,
  ...{ ownScore: null, ownGrade: null, superiorScore: null, superiorGrade: null },
  corrections: 0,
};
const took = {
  ...planned,
  status: 'held',
  meetingDate: '2024-09-05',
  heldOn: '2024-09-05',
  durationMinutes: 60,
  expectedCadres: 1,
};

describe('meeting_register', () => {
  it('lists a planned meeting, and where it was moved to', () => {
    const moved = meetingRescheduled({ ...scheduled.data, scheduledFor: '2024-09-06', previouslyFor: '2024-09-03' });
    expect(project(meetingRegister, recorded([scheduled]))).toEqual([planned]);
    expect(project(meetingRegister, recorded([scheduled, moved]))).toEqual([
      { ...planned, meetingDate: '2024-09-06', scheduledFor: '2024-09-06' },
    ]);
  });

  it('keeps the reason of a cancellation', () => {
    const events = [
      ...recorded([scheduled]),
      ...recorded([meetingCancelled(scheduled.data)], { reason: 'Trùng ngày bầu cử' }),
    ];
    expect(project(meetingRegister, events)).toEqual([
      { ...planned, status: 'cancelled', cancelReason: 'Trùng ngày bầu cử' },
    ]);
  });

  it('goes by the day held, planned or not', () => {
    expect(project(meetingRegister, recorded([scheduled, held]))).toEqual([took]);
    expect(project(meetingRegister, recorded([meetingHeld({ ...held.data, scheduledFor: null })]))).toEqual([
      { ...took, scheduledFor: null },
    ]);
  });

  it('shows the turnout and what the rule pack proposes, with its reasons', () => {
    expect(project(meetingRegister, recorded([scheduled, held, counted]))).toEqual([
      {
        ...took,
        ...figures,
        standardPack: '12-HD',
        standardProposal: 'not-up-to-standard',
        standardRules: judgement.rules,
      },
    ]);
  });

  it('keeps what it was announced for', () => {
    const said = { startsAt: '19:30', place: 'Nhà văn hóa ấp 3' };
    const told = meetingAnnounced({ ...scheduled.data, ...said, agenda: null, expectedCadreIds: [] });
    const announced = { announcedFor: '2024-09-03', ...said };
    expect(project(meetingRegister, recorded([scheduled, told]))).toEqual([{ ...planned, ...announced }]);
    expect(project(meetingRegister, recorded([scheduled, told, held]))).toEqual([{ ...took, ...announced }]);
  });

  it('follows a correction of day and duration, with its figures judged anew', () => {
    const entry = { turnout, judgement };
    const before = {
      ...{ kind: 'regular' as const, heldOn: '2024-09-05', durationMinutes: 60, expectedCadreIds: [cadreId] },
      ...{ marks: [], turnout: entry },
    };
    const better = { turnout, judgement: { ...judgement, proposal: 'up-to-standard' as const } };
    const after = { ...before, heldOn: '2024-08-31', durationMinutes: 90, expectedCadreIds: [], turnout: better };
    const moved = meetingCorrected({ meetingId, unitId, before, after });
    expect(project(meetingRegister, recorded([scheduled, held, counted, moved]))).toMatchObject([
      {
        ...{ meetingDate: '2024-08-31', heldOn: '2024-08-31', scheduledFor: '2024-09-03', durationMinutes: 90 },
        ...{ expectedCadres: 0, present: 17, standardProposal: 'up-to-standard', corrections: 1 },
      },
    ]);
  });

  it('shows that there are minutes, and both scores with the grade that was decided or else proposed', () => {
    const minutes = { contents: ['a'], conclusions: ['b'], isPrepared: true, speakers: null };
    const written = minutesRecorded({
      ...{ meetingId, unitId, kind: 'regular', heldOn: '2024-09-05', isReplacement: false },
      minutes: { ...minutes, checklist: [], labelsVersion: null },
      ...{ judgement, previousJudgement: judgement },
    });
    const score = { items: [], gates: [], pack: '12-HD', packVersion: 1 };
    const sheet = (of: 'own' | 'superior', total: number, grade: 'fair' | null) =>
      meetingScored({
        ...{ meetingId, unitId, heldOn: '2024-09-05', sheet: of, scoredByUnitId: unitId, previous: null },
        score: { ...score, total, proposal: 'good', grade },
      });
    const events = [scheduled, held, counted, written, sheet('own', 96.5, null), sheet('superior', 91, 'fair')];
    expect(project(meetingRegister, recorded(events))).toMatchObject([
      { hasMinutes: true, ownScore: 96.5, ownGrade: 'good', superiorScore: 91, superiorGrade: 'fair' },
    ]);
  });

  it('counts cadres who came, also late, and one assigned late', () => {
    const came = attendanceRecorded({
      meetingId,
      unitId,
      heldOn: '2024-09-05',
      cadreId,
      mark: 'late',
      previousMark: null,
      wasExpected: true,
    });
    const other = attendanceRecorded({ ...came.data, cadreId: unitId, mark: 'present', wasExpected: false });
    const corrected = attendanceRecorded({ ...came.data, mark: 'absent', previousMark: 'late' });
    expect(project(meetingRegister, recorded([scheduled, held, came, other]))).toMatchObject([
      { expectedCadres: 2, attendedCadres: 2 },
    ]);
    expect(project(meetingRegister, recorded([scheduled, held, came, other, corrected]))).toMatchObject([
      { expectedCadres: 2, attendedCadres: 1 },
    ]);
    const again = attendanceRecorded({ ...other.data, mark: 'left-early', previousMark: 'present' });
    expect(project(meetingRegister, recorded([scheduled, held, other, again]))).toMatchObject([
      { expectedCadres: 2, attendedCadres: 1 },
    ]);
  });

  it('is the same for meetings in any order', () => {
    const one = recorded([scheduled, held, counted], {}, 'meeting-1');
    const other = recorded(
      [meetingHeld({ ...held.data, meetingId: derivedId('spec', 'other'), scheduledFor: null })],
      {},
      'meeting-2',
    );
    const rows = project(meetingRegister, [...one, ...other]);
    expect(rows).toHaveLength(2);
    expect(project(meetingRegister, [...other, ...one])).toEqual(rows);
    expect(project(meetingRegister, [one[0]!, other[0]!, one[1]!, one[2]!])).toEqual(rows);
  });
});
