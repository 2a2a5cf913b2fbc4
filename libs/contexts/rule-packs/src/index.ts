import type { Context } from '#platform';
import { publishRulePack } from './pack/publish-rule-pack.js';
import { rulePackFamily } from './pack/rule-packs.js';
import { supersedeRulePack } from './pack/supersede-rule-pack.js';
import { rulePacksQuery } from './views/rule-packs.query.js';
import { rulePacks } from './views/rule-packs.js';

export const rulePacksContext: Context = {
  name: 'rule-packs',
  events: rulePackFamily.events,
  acts: [publishRulePack, supersedeRulePack],
  views: [rulePacks],
  queries: [rulePacksQuery],
};
