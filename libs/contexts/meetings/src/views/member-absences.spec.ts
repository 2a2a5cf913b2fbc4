import { derivedId } from '#kernel';
import { project } from '#projections';
import { recorded } from '#testing';
import { meetingCorrected, turnoutRecorded } from '../meeting/meeting.js';
import { memberAbsences } from './member-absences.js';

const [meetingId, unitId, an, binh] = ['meeting', 'unit', 'an', 'bình'].map((name) => derivedId('spec', name)) as [
  string,
  string,
  string,
  string,
];
const common = { meetingId, unitId, kind: 'regular' as const, heldOn: '2024-09-03' };
const entry = (excusedMemberIds: string[], unexcusedMemberIds: string[]) => ({
  turnout: { onRoll: 9, exempt: 0, present: 6, excused: 2, unexcused: 1, excusedMemberIds, unexcusedMemberIds },
  judgement: null,
});
const first = turnoutRecorded({ ...common, ...entry([an], [binh]), previous: null });
const row = { ...common, memberId: an, isExcused: true };
const byMember = (rows: readonly { readonly memberId: string }[]) => new Map(rows.map((each) => [each.memberId, each]));

describe('member_absences', () => {
  it('has the members who were named, and nobody who was only counted', () => {
    const rows = byMember(project(memberAbsences, recorded([first])));
    expect([...rows.keys()].sort()).toEqual([an, binh].sort());
    expect(rows.get(an)).toEqual(row);
    expect(rows.get(binh)).toEqual({ ...row, memberId: binh, isExcused: false });
  });

  it('forgets who was named wrongly', () => {
    const again = turnoutRecorded({ ...common, ...entry([binh], []), previous: entry([an], [binh]) });
    expect(project(memberAbsences, recorded([first, again]))).toEqual([{ ...row, memberId: binh }]);
  });

  it('moves with a correction of the day', () => {
    const before = {
      ...{ kind: 'regular' as const, heldOn: common.heldOn, durationMinutes: 90, expectedCadreIds: [], marks: [] },
      turnout: entry([an], [binh]),
    };
    const moved = meetingCorrected({ meetingId, unitId, before, after: { ...before, heldOn: '2024-08-31' } });
    expect(project(memberAbsences, recorded([first, moved])).map(({ heldOn }) => heldOn)).toEqual([
      '2024-08-31',
      '2024-08-31',
    ]);
  });
});
