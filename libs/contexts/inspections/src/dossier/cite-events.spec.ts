import { given } from '#testing';
import { citeEvents } from './cite-events.js';
import { cited, closed, dossierId, opened, origin, place } from './spec-dossier.js';

const context = { facts: { origins: [origin] } };
const body = { dossierId, events: [place] };

describe('cite-events', () => {
  it('cites an event once', () => {
    given(citeEvents, [opened], context).when(body).then([cited]);
    given(citeEvents, [opened, cited], context).when(body).then([]);
  });

  it('refuses an event that is not there, and a dossier that is closed or not there', () => {
    given(citeEvents, [opened], { facts: { origins: [undefined] } })
      .when(body)
      .thenRefused('dossier.event-unknown');
    given(citeEvents, [opened, closed], context).when(body).thenRefused('dossier.closed');
    given(citeEvents, [], context).when(body).thenRefused('dossier.unknown');
  });
});
