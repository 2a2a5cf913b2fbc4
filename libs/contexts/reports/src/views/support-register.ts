import { date, integer, numeric, text, uuid, view } from '#projections';
import { supportCorrected, supportRaised, supportWithdrawn } from '../support/support.js';

/** Support raised for each unit, as it stands; what was withdrawn is gone. */
export const supportRegister = view({
  name: 'support_register',
  version: 1,
  columns: {
    supportId: uuid().key(),
    unitId: uuid(),
    cadreId: uuid().nullable(),
    kind: text(),
    /** Whole VND. */
    amountVnd: numeric(),
    forWhat: text(),
    raisedOn: date(),
    giver: text().nullable(),
    corrections: integer(),
  },
  indexes: [['unitId', 'raisedOn']],
})
  .on(supportRaised, ({ data }, rows) => rows.insert({ ...data, corrections: 0 }))
  .on(supportCorrected, ({ data: { supportId, after } }, rows) => {
    rows.patch({ supportId }, after);
    rows.increment({ supportId }, { corrections: 1 });
  })
  .on(supportWithdrawn, ({ data: { supportId } }, rows) => rows.delete({ supportId }));
