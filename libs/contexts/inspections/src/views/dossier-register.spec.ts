import type { DomainEvent } from '#kernel';
import { project } from '#projections';
import { recorded } from '#testing';
import { dossierExported } from '../dossier/dossier.js';
import { cited, closed, dossierId, found, id, opened, ordered, unitId } from '../dossier/spec-dossier.js';
import { dossierRegister } from './dossier-register.js';

describe('dossier_register', () => {
  it('counts what a dossier holds, and follows it to its end', () => {
    const exported = dossierExported({ dossierId, unitId, exportId: id('e'), exportedBy: id('i'), sections: [] });
    const events = [opened, cited, found, ordered, exported, closed] as readonly DomainEvent[];
    expect(project(dossierRegister, recorded(events))).toEqual([
      expect.objectContaining({
        ...{ dossierId, unitId, status: 'closed', closedOn: '2024-08-29' },
        ...{ cited: 1, findings: 1, corrections: 1, exports: 1 },
      }),
    ]);
  });
});
