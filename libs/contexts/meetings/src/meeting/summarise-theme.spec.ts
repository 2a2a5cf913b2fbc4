import { derivedId } from '#kernel';
import { given } from '#testing';
import { meetingHeld, themeSummarised } from './meeting.js';
import { summariseTheme } from './summarise-theme.js';

const [meetingId, unitId] = ['meeting', 'tỉnh'].map((name) => derivedId('spec', name)) as [string, string];
const heldOn = '2024-04-25';
const held = meetingHeld({
  ...{ meetingId, unitId, kind: 'listening-conference', scheduledFor: null, heldOn, durationMinutes: 240 },
  expectedCadreIds: [],
});
const body = { meetingId, category: 'land', causes: ['Hồ sơ địa chính chưa đầy đủ'] };
const summarised = themeSummarised({
  ...{ meetingId, unitId, heldOn, category: 'land', causes: body.causes },
  ...{ conclusion: null, isReplacement: false },
});

describe('summarise-theme', () => {
  it('records the causes under a theme, again when they are worded otherwise', () => {
    given(summariseTheme, [held]).when(body).then([summarised]);
    given(summariseTheme, [held, summarised]).when(body).then([]);
    given(summariseTheme, [held, summarised])
      .when({ ...body, conclusion: 'Giao Sở rà soát' })
      .then([themeSummarised({ ...summarised.data, conclusion: 'Giao Sở rà soát', isReplacement: true })]);
  });

  it('refuses a meeting that is no conference', () => {
    given(summariseTheme, [meetingHeld({ ...held.data, kind: 'committee' })])
      .when(body)
      .thenRefused('meeting.no-conference');
  });
});
