import { derivedId } from '#kernel';
import { project } from '#projections';
import { recorded } from '#testing';
import { delegationsRecorded } from '../meeting/meeting.js';
import { conferenceDelegations } from './conference-delegations.js';

const [meetingId, host, unitId] = ['meeting', 'host', 'unit'].map((name) => derivedId('spec', name)) as [
  string,
  string,
  string,
];
const came = (delegates: number, previous: number | null) =>
  delegationsRecorded({
    meetingId,
    unitId: host,
    heldOn: '2024-04-25',
    delegations: [{ unitId, delegates, previous }],
  });

describe('conference_delegations', () => {
  it('has one row per unit that sent delegates, none for a delegation taken back', () => {
    expect(project(conferenceDelegations, recorded([came(14, null)]))).toEqual([{ meetingId, unitId, delegates: 14 }]);
    expect(project(conferenceDelegations, recorded([came(14, null), came(15, 14)]))).toMatchObject([{ delegates: 15 }]);
    expect(project(conferenceDelegations, recorded([came(14, null), came(0, 14)]))).toEqual([]);
  });
});
