import { derivedId } from '#kernel';
import { given } from '#testing';
import { dossierExported } from './dossier.js';
import { recordExport } from './record-export.js';
import { closed, dossierId, id, opened, unitId } from './spec-dossier.js';

const sections = [{ name: 'header', hash: 'ab' }];
const body = { dossierId, exportId: id('export'), sections };

describe('record-export', () => {
  it('seals what was taken away, of a closed dossier too', () => {
    const exported = dossierExported({ ...body, unitId, exportedBy: derivedId('test', 'actor') });
    given(recordExport, [opened]).when(body).then([exported]);
    given(recordExport, [opened, closed]).when(body).then([exported]);
    given(recordExport, []).when(body).thenRefused('dossier.unknown');
  });
});
