import { act, addDays, Command, DomainError, invalidField, notFound, type DecisionRef, type LocalDate } from '#kernel';
import { IsDay, IsDecision, IsLine } from '#platform';
import { Type } from 'class-transformer';
import { IsIn, IsInt, IsObject, IsOptional, IsUUID, Max, Min, ValidateNested } from 'class-validator';
import { packFamilies, shippedPacks, type PackFamily } from '../families/families.js';
import {
  contentOf,
  packKey,
  rulePackFamily,
  rulePackSuperseded,
  type PackContent,
  type RulePacks,
} from './rule-packs.js';

export class PackReference {
  @IsLine(100) name!: string;
  @IsInt() @Min(1) @Max(1000) version!: number;
}

export class SupersedeRulePack extends Command {
  @IsIn(packFamilies) family!: PackFamily;
  /** The pack's own jurisdiction: who may publish it may end it. */
  @IsUUID() unitId!: string;
  @IsLine(100) name!: string;
  @IsInt() @Min(1) @Max(1000) version!: number;
  /** Last day on which it judges; the day before its first withdraws it altogether. */
  @IsDay() lastDay!: LocalDate;
  /** The published pack that takes its place, when there is one. */
  @IsOptional() @IsObject() @ValidateNested() @Type(() => PackReference) replacedBy?: PackReference;
  @IsLine(2000) reason!: string;
  @IsDecision() decision!: DecisionRef;
}

/** Ends a pack, published or shipped. Facts that it has judged keep its judgement. */
export const supersedeRulePack = act({
  name: 'supersede-rule-pack',
  summary: { vi: 'Thay thế, bãi bỏ bộ quy tắc', en: 'Supersede or withdraw a rule pack' },
  command: SupersedeRulePack,
  aggregate: rulePackFamily,
  roles: ['admin'],
  id: (command) => command.family,
  unit: (command) => command.unitId,
  effectiveAt: (command) => command.lastDay,

  decide({ family, unitId, name, version, lastDay, replacedBy = null }, state) {
    const found = findPack(state, family, unitId, packKey({ name, version }));
    if (!found) throw notFound('rule-pack.unknown', { family, unitId, name, version });
    const { pack, isShipped } = found;
    if (lastDay < addDays(pack.validFrom, -1)) {
      throw invalidField('lastDay', 'is-on-or-after-first-day', 'Earliest is the day before its first');
    }
    const known = state.lastDays.get(packKey(pack));
    if (known === lastDay) return [];
    if (known !== undefined) throw new DomainError('rule-pack.already-superseded', { name, version, lastDay: known });
    if (replacedBy && !state.published.some((other) => packKey(other.pack) === packKey(replacedBy))) {
      throw notFound('rule-pack.unknown', { family, name: replacedBy.name, version: replacedBy.version });
    }
    const replacement = replacedBy && { name: replacedBy.name, version: replacedBy.version };
    return [rulePackSuperseded({ family, unitId, pack, isShipped, lastDay, replacedBy: replacement })];
  },
});

function findPack(
  state: RulePacks,
  family: PackFamily,
  unitId: string,
  key: string,
): { readonly pack: PackContent; readonly isShipped: boolean } | undefined {
  const published = state.published.find(({ unitId: at, pack }) => at === unitId && packKey(pack) === key);
  if (published) return { pack: published.pack, isShipped: false };
  const shipped = shippedPacks(family)
    .map(contentOf)
    .find(({ unitId: at, content }) => at === unitId && packKey(content) === key);
  return shipped && { pack: shipped.content, isShipped: true };
}
