import { boolean, date, integer, jsonb, text, uuid, view } from '#projections';
import { rulePackPublished, rulePackSuperseded, type PackContent } from '../pack/rule-packs.js';

const row = (family: string, unitId: string, pack: PackContent) => {
  const { name, version, validFrom, legalBasis, unconfirmed, rules } = pack;
  return { family, name, version, unitId, validFrom, legalBasis, unconfirmed, rules };
};

/** Every pack that an event names: those published, and those shipped that were superseded. */
export const rulePacks = view({
  name: 'rule_packs',
  version: 1,
  columns: {
    family: text().key(),
    name: text().key(),
    version: integer().key(),
    /** The unit whose subtree it binds; the root for the whole country. */
    unitId: uuid(),
    validFrom: date(),
    /** Last day on which it judges, also when it was superseded; null: until replaced. */
    validTo: date().nullable(),
    isShipped: boolean(),
    legalBasis: text(),
    unconfirmed: jsonb<readonly string[]>(),
    rules: jsonb(),
    /** Of its publication, or of its end. */
    decisionNumber: text().nullable(),
    reason: text().nullable(),
  },
})
  .on(rulePackPublished, ({ data: { family, unitId, pack }, metadata }, rows) => {
    rows.insert({
      ...row(family, unitId, pack),
      validTo: pack.validTo,
      isShipped: false,
      decisionNumber: metadata.decision?.number ?? null,
      reason: null,
    });
  })
  .on(rulePackSuperseded, ({ data: { family, unitId, pack, isShipped, lastDay }, metadata }, rows) => {
    rows.upsert({
      ...row(family, unitId, pack),
      validTo: pack.validTo === null || lastDay < pack.validTo ? lastDay : pack.validTo,
      isShipped,
      decisionNumber: metadata.decision?.number ?? null,
      reason: metadata.reason ?? null,
    });
  });
