/**
 * What other contexts may know of rules. Acts ask `packInForce` in their `facts`; queries join `packInForceSql`; the
 * name and version of the pack that judged go into the event.
 */
export {
  packFamilies,
  readRules,
  rulesBodyOf,
  shippedPacks,
  type PackFamily,
  type PackOf,
  type RulesOf,
} from './families/families.js';
export * from './families/evaluation.js';
export * from './families/following.js';
export * from './families/issues.js';
export * from './families/meeting-standard.js';
export * from './families/working-days.js';
export { packAmong, packCited, packInForce, packsKnown } from './pack/pack-in-force.js';
export { asDraft, rulePackFamily, type RulePacks } from './pack/rule-packs.js';
export { allPacks, packInForceSql } from './views/packs-in-force.js';
