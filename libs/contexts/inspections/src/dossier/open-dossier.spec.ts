import { given } from '#testing';
import { openDossier } from './open-dossier.js';
import { dossierId, opened, unitId } from './spec-dossier.js';

const decision = { number: '05-QĐ/UBKT', date: '2024-08-01', issuer: 'Ủy ban Kiểm tra' };
const body = { dossierId, unitId, title: 'Kiểm tra xã', decision };

describe('open-dossier', () => {
  it('opens one, once', () => {
    given(openDossier, []).when(body).then([opened]);
    given(openDossier, [opened]).when(body).thenRefused('dossier.exists', { dossierId });
  });
});
