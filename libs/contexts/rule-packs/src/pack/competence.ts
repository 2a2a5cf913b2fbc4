import { addDays, DomainError, forbidden, type LocalDate } from '#kernel';
import { shippedPacks, type PackFamily, type RulesOf } from '../families/families.js';
import { laxerThan } from '../families/laxer.js';
import { publishers } from '../families/publishers.js';
import { packAmong } from './pack-in-force.js';
import { packKey, type RulePacks } from './rule-packs.js';

/** @throws DomainError `rule-pack.level-not-competent`, naming the levels that are */
export function refuseIncompetent(family: PackFamily, level: string): void {
  const { legalBasis, levels } = publishers[family];
  if (levels.includes(level)) return;
  throw forbidden('rule-pack.level-not-competent', { family, level, levels, legalBasis });
}

export interface OwnDays {
  readonly validFrom: LocalDate;
  readonly validTo: LocalDate | null;
  /** The units above, nearest first, without the root. */
  readonly lineIds: readonly string[];
}

/**
 * On none of its days may a pack ask for less than the one that binds its superior then, as far as packs are known.
 * @throws DomainError `rule-pack.laxer-than-superior`, with the first such day and every field
 */
export function refuseLaxer<F extends PackFamily>(
  state: RulePacks,
  family: F,
  rules: RulesOf[F],
  { validFrom, validTo, lineIds }: OwnDays,
): void {
  for (const day of [validFrom, ...changesOf(state, family)].sort()) {
    if (day < validFrom || (validTo !== null && day > validTo)) continue;
    const superior = packAmong(state, family, lineIds, day);
    const laxer = superior ? laxerThan(family, rules, superior) : [];
    if (superior && laxer.length > 0) {
      const { jurisdiction, name, version } = superior;
      throw new DomainError('rule-pack.laxer-than-superior', { day, name, version, jurisdiction, laxer });
    }
  }
}

/** Days on which another pack may begin to bind. */
function changesOf(state: RulePacks, family: PackFamily): readonly LocalDate[] {
  const packs = [...state.published.map(({ pack }) => pack), ...shippedPacks(family)];
  return packs.flatMap((pack) => {
    const ends = [pack.validTo ?? [], state.lastDays.get(packKey(pack)) ?? []].flat();
    return [pack.validFrom, ...ends.map((day) => addDays(day, 1))];
  });
}
