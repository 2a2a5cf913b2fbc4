import { fold, type Reader } from '#kernel';
import { given } from '#testing';
import { closeDossier } from './close-dossier.js';
import { cited, closed, correctionId, dossierId, found, opened, ordered } from './spec-dossier.js';

const body = { dossierId, conclusion: 'Đã khắc phục' };

describe('close-dossier', () => {
  it('waits for the corrections that it ordered', () => {
    const past = [opened, cited, found, ordered];
    given(closeDossier, past, { facts: { open: [correctionId] } })
      .when(body)
      .thenRefused('dossier.corrections-open', { correctionIds: [correctionId] });
    given(closeDossier, past, { facts: { open: [] } })
      .when(body)
      .then([closed]);
    given(closeDossier, [opened, closed], { facts: { open: [] } })
      .when(body)
      .thenRefused('dossier.closed');
  });

  it.each([
    ['none', [correctionId]],
    ['applied', [correctionId]],
    ['closed', []],
    ['rejected', []],
  ])('takes a correction that is %s as open: %j', async (status, open) => {
    const read = { state: () => Promise.resolve({ status }) } as Partial<Reader> as Reader;
    const command = Object.assign(new closeDossier.command(), body);
    const state = fold(closeDossier.aggregate, [opened, cited, found, ordered]);
    expect(await closeDossier.facts!(command, state, read)).toEqual({ open });
  });
});
