import { unitRecord } from '#contexts/org-units/contracts';
import { derivedId } from '#kernel';
import { given } from '#testing';
import { meetingSeriesScheduled } from './meeting-series.js';
import { scheduleMeetingSeries, seriesMeetingId } from './schedule-meeting-series.js';

const unitId = derivedId('spec', 'chi bộ ấp 3');
const unit = { ...unitRecord.initialState, status: 'open' as const, openedOn: '2016-01-01' };
const facts = { unit };
const body = { unitId, year: 2025, day: 3 };
const planned = (...months: readonly string[]) =>
  months.map((month) => ({ meetingId: seriesMeetingId(unitId, 'regular', month), scheduledFor: `${month}-03` }));
const year = Array.from({ length: 12 }, (_, index) => `2025-${String(index + 1).padStart(2, '0')}`);
const series = meetingSeriesScheduled({ unitId, kind: 'regular', year: 2025, meetings: planned(...year) });

describe('schedule-meeting-series', () => {
  it('plans a meeting for each month, with ids that are the same whoever plans them', () => {
    given(scheduleMeetingSeries, [], { facts }).when(body).then([series]);
    expect(new Set(series.data.meetings.map(({ meetingId }) => meetingId)).size).toBe(12);
    given(scheduleMeetingSeries, [series], { facts })
      .when({ ...body, day: 10 })
      .then([]);
  });

  it('plans some months, later the rest', () => {
    const some = meetingSeriesScheduled({ ...series.data, meetings: planned('2025-03', '2025-11') });
    given(scheduleMeetingSeries, [], { facts })
      .when({ ...body, months: [11, 3] })
      .then([some]);
    const rest = year.filter((month) => month !== '2025-03' && month !== '2025-11');
    given(scheduleMeetingSeries, [some], { facts })
      .when(body)
      .then([meetingSeriesScheduled({ ...series.data, meetings: planned(...rest) })]);
  });

  it('refuses when the unit is unknown or closes before the last of them', () => {
    given(scheduleMeetingSeries, [], { facts: { unit: unitRecord.initialState } })
      .when(body)
      .thenRefused('unit.unknown');
    const closed = { ...unit, status: 'closed' as const, closedOn: '2025-06-30' };
    given(scheduleMeetingSeries, [], { facts: { unit: closed } })
      .when(body)
      .thenRefused('meeting.unit-not-open', { day: '2025-07-03' });
    given(scheduleMeetingSeries, [], { facts: { unit: closed } })
      .when({ ...body, months: [1, 6] })
      .then([meetingSeriesScheduled({ ...series.data, meetings: planned('2025-01', '2025-06') })]);
  });
});
