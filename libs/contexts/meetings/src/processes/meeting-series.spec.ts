import { derivedId } from '#kernel';
import { playProcess } from '#processes';
import { recorded } from '#testing';
import { meetingSeriesScheduled } from '../series/meeting-series.js';
import { meetingSeriesProcess } from './meeting-series.js';

const unitId = derivedId('spec', 'chi bộ ấp 3');

describe('meeting-series', () => {
  it('schedules each meeting of a series', () => {
    const meetings = [
      { meetingId: derivedId('spec', 'january'), scheduledFor: '2025-01-03' },
      { meetingId: derivedId('spec', 'february'), scheduledFor: '2025-02-03' },
    ];
    const series = meetingSeriesScheduled({ unitId, kind: 'regular', year: 2025, meetings });
    expect(playProcess(meetingSeriesProcess, recorded([series]))).toMatchObject({
      commands: meetings.map((each) => ({ act: 'schedule-meeting', body: { ...each, unitId, kind: 'regular' } })),
    });
  });
});
