import { act, Command, DomainError, invalidField, rootUnitId, type DecisionRef, type LocalDate } from '#kernel';
import { IsDay, IsDecision, IsLine } from '#platform';
import { lineageOn } from '#contexts/org-units/contracts';
import {
  ArrayMaxSize,
  IsArray,
  IsIn,
  IsInt,
  IsObject,
  IsOptional,
  IsString,
  IsUUID,
  Length,
  Max,
  Min,
} from 'class-validator';
import { packFamilies, readRules, shippedPacks, type PackFamily } from '../families/families.js';
import { refuseIncompetent, refuseLaxer } from './competence.js';
import { packKey, rulePackFamily, rulePackPublished } from './rule-packs.js';

export class PublishRulePack extends Command {
  @IsIn(packFamilies) family!: PackFamily;
  /** The unit whose subtree it binds; the root for the whole country. */
  @IsUUID() unitId!: string;
  /** Short name of the regulation, as people say it. */
  @IsLine(100) name!: string;
  @IsInt() @Min(1) @Max(1000) version!: number;
  @IsDay() validFrom!: LocalDate;
  /** Last day; until replaced when left out. */
  @IsOptional() @IsDay() validTo?: LocalDate;
  @IsLine(1000) legalBasis!: string;
  /** What of it is not confirmed: the field first, then why (`maxUnits: …`); such a field binds no level below. */
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(100)
  @IsString({ each: true })
  @Length(1, 500, { each: true })
  unconfirmed?: string[];
  /** In the form of the family: see the README of rule packs, or a shipped pack in the view `rule-packs`. */
  @IsObject() rules!: object;
  @IsDecision() decision!: DecisionRef;
}

/**
 * From its first day it judges the facts of its unit's subtree; facts already judged keep their judgement. Where
 * several bind a unit, the one of the nearest superior does, and of the same superior the one that began last. So a
 * level publishes only what is its own to decide, and nothing laxer than what its superior has in force.
 */
export const publishRulePack = act({
  name: 'publish-rule-pack',
  summary: { vi: 'Ban hành bộ quy tắc', en: 'Publish a rule pack for a unit and all below it' },
  command: PublishRulePack,
  aggregate: rulePackFamily,
  roles: ['admin'],
  id: (command) => command.family,
  unit: (command) => command.unitId,
  effectiveAt: (command) => command.validFrom,
  /** The unit and those above it on the first day, nearest first; empty: the root, or unknown. */
  facts: async ({ unitId, validFrom }, _state, read) => ({ line: await lineageOn(read, unitId, validFrom) }),

  decide(command, state, { facts }) {
    const { family, unitId, name, version, validFrom, validTo = null, legalBasis, unconfirmed = [] } = command;
    const [unit, ...above] = facts.line;
    if (!unit && unitId !== rootUnitId) throw new DomainError('unit.unknown', { unitId }, 'not-found');
    if (validTo !== null && validTo < validFrom) {
      throw invalidField('validTo', 'is-after-valid-from', 'It would end before it begins');
    }
    refuseIncompetent(family, unit?.record.level ?? 'country');
    const rules = readRules(family, command.rules);
    const key = packKey({ name, version });
    if ([...shippedPacks(family), ...state.published.map(({ pack }) => pack)].some((pack) => packKey(pack) === key)) {
      throw new DomainError('rule-pack.version-exists', { family, name, version });
    }
    const rival = state.published.find(
      ({ unitId: at, pack }) => at === unitId && pack.validFrom === validFrom && !state.lastDays.has(packKey(pack)),
    );
    if (rival) {
      const { name: otherName, version: otherVersion } = rival.pack;
      throw new DomainError('rule-pack.same-first-day', { validFrom, name: otherName, version: otherVersion });
    }
    if (unit) {
      const lineIds = above.map((each) => each.unitId);
      refuseLaxer(state, family, rules, { validFrom, validTo, lineIds });
    }
    const pack = { name, version, validFrom, validTo, legalBasis, unconfirmed, rules };
    return [rulePackPublished({ family, unitId, pack })];
  },
});
