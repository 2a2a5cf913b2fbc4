import { given } from '#testing';
import { addFinding } from './add-finding.js';
import { citation, cited, dossierId, findingId, found, id, opened, text } from './spec-dossier.js';

const body = { dossierId, findingId, text, events: [citation.eventId] };

describe('add-finding', () => {
  it('rests on cited events', () => {
    given(addFinding, [opened, cited]).when(body).then([found]);
    given(addFinding, [opened, cited])
      .when({ ...body, events: [id('other')] })
      .thenRefused('dossier.event-not-cited', { eventId: id('other') });
  });

  it('is added once', () => {
    given(addFinding, [opened, cited, found]).when(body).thenRefused('dossier.finding-exists', { findingId });
  });
});
