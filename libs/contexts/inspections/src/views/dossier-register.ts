import { date, integer, text, timestamp, uuid, view } from '#projections';
import {
  correctionOrdered,
  dossierClosed,
  dossierExported,
  dossierOpened,
  eventsCited,
  findingAdded,
} from '../dossier/dossier.js';

/** One row per dossier, as it stands. Texts of findings are in the dossier, not here. */
export const dossierRegister = view({
  name: 'dossier_register',
  version: 1,
  columns: {
    dossierId: uuid().key(),
    unitId: uuid(),
    title: text(),
    status: text(),
    decisionNumber: text().nullable(),
    openedBy: text(),
    openedAt: timestamp(),
    cited: integer(),
    findings: integer(),
    corrections: integer(),
    exports: integer(),
    closedOn: date().nullable(),
  },
  indexes: [['unitId']],
})
  .on(dossierOpened, ({ data: { dossierId, unitId, title, openedBy }, metadata }, rows) =>
    rows.insert({
      ...{ dossierId, unitId, title, openedBy, status: 'open' },
      decisionNumber: metadata.decision?.number ?? null,
      openedAt: metadata.recordedAt,
      ...{ cited: 0, findings: 0, corrections: 0, exports: 0, closedOn: null },
    }),
  )
  .on(eventsCited, ({ data: { dossierId, cited } }, rows) => rows.increment({ dossierId }, { cited: cited.length }))
  .on(findingAdded, ({ data: { dossierId } }, rows) => rows.increment({ dossierId }, { findings: 1 }))
  .on(correctionOrdered, ({ data: { dossierId } }, rows) => rows.increment({ dossierId }, { corrections: 1 }))
  .on(dossierExported, ({ data: { dossierId } }, rows) => rows.increment({ dossierId }, { exports: 1 }))
  .on(dossierClosed, ({ data: { dossierId, closedOn } }, rows) =>
    rows.patch({ dossierId }, { status: 'closed', closedOn }),
  );
