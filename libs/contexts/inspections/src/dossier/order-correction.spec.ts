import { given } from '#testing';
import { orderCorrection } from './order-correction.js';
import { cited, correctionId, dossierId, findingId, found, opened, ordered, text } from './spec-dossier.js';

const body = { dossierId, findingId, correctionId, text };

describe('order-correction', () => {
  it('follows from a finding, once', () => {
    given(orderCorrection, [opened, cited, found]).when(body).then([ordered]);
    given(orderCorrection, [opened]).when(body).thenRefused('dossier.finding-unknown', { findingId });
    given(orderCorrection, [opened, cited, found, ordered]).when(body).thenRefused('dossier.correction-ordered');
  });
});
