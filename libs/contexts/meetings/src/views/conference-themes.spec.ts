import { derivedId } from '#kernel';
import { project } from '#projections';
import { recorded } from '#testing';
import { themeSummarised } from '../meeting/meeting.js';
import { conferenceThemes } from './conference-themes.js';

const [meetingId, unitId] = ['meeting', 'host'].map((name) => derivedId('spec', name)) as [string, string];
const summary = { meetingId, category: 'land', causes: ['Hồ sơ thiếu'], conclusion: null };
const summarised = themeSummarised({ ...summary, unitId, heldOn: '2024-04-25', isReplacement: false });

describe('conference_themes', () => {
  it('has what was summarised last under each theme', () => {
    const again = themeSummarised({ ...summarised.data, conclusion: 'Giao Sở rà soát', isReplacement: true });
    expect(project(conferenceThemes, recorded([summarised]))).toEqual([summary]);
    expect(project(conferenceThemes, recorded([summarised, again]))).toEqual([
      { ...summary, conclusion: 'Giao Sở rà soát' },
    ]);
  });
});
