import { lineageOn } from '#contexts/org-units/contracts';
import { type LocalDate, type Reader, type RulePack } from '#kernel';
import { shippedPacks, type PackFamily, type PackOf } from '../families/families.js';
import { asPack, packKey, rulePackFamily, type RulePacks } from './rule-packs.js';

/**
 * The pack by which a fact about a unit on a day is judged; undefined when none was in force. For an act's `facts`:
 *
 *     facts: async (command, state, read) => ({ pack: await packInForce(read, 'evaluation', unitId, day) }),
 *
 * Reads one stream per family and, only where some unit has a pack of its own, the units above on that day. The judgement must be
 * stored in the event with the pack's name and version: whoever publishes a pack later changes no judgement.
 */
export async function packInForce<F extends PackFamily>(
  read: Reader,
  family: F,
  unitId: string,
  day: LocalDate,
): Promise<PackOf[F] | undefined> {
  const packs = candidates(await read.state(rulePackFamily, family), family, day);
  const isLocal = packs.some(({ jurisdiction }) => jurisdiction !== 'country');
  const line = isLocal ? (await lineageOn(read, unitId, day)).map((unit) => unit.unitId) : [];
  return nearest(packs, line);
}

/** The pack that a decision cites, whether in force or not; undefined when there never was one of that name. */
export async function packCited<F extends PackFamily>(
  read: Reader,
  family: F,
  cited: { readonly name: string; readonly version: number },
): Promise<PackOf[F] | undefined> {
  const { published } = await read.state(rulePackFamily, family);
  const packs = [...published.map(({ unitId, pack }) => asPack<F>(unitId, pack)), ...shippedPacks(family)];
  return packs.find((pack) => packKey(pack) === packKey(cited));
}

/** Every pack of a family that was not withdrawn, those that win over others of the same jurisdiction first. */
export async function packsKnown<F extends PackFamily>(read: Reader, family: F): Promise<readonly PackOf[F][]> {
  const state = await read.state(rulePackFamily, family);
  return inOrder(state, family).filter((pack) => {
    const lastDay = state.lastDays.get(packKey(pack));
    return lastDay === undefined || lastDay >= pack.validFrom;
  });
}

/** As {@link packInForce}, when the state of the family and the units above (nearest first, itself included) are known. */
export const packAmong = <F extends PackFamily>(
  state: RulePacks,
  family: F,
  line: readonly string[],
  day: LocalDate,
): PackOf[F] | undefined => nearest(candidates(state, family, day), line);

/** Packs of the day, those that win over others of the same jurisdiction first: published, then later, then higher. */
function candidates<F extends PackFamily>(state: RulePacks, family: F, day: LocalDate): readonly PackOf[F][] {
  const isInForce = (pack: RulePack): boolean => {
    const lastDay = state.lastDays.get(packKey(pack));
    return (
      pack.validFrom <= day &&
      (pack.validTo === null || day <= pack.validTo) &&
      (lastDay === undefined || day <= lastDay)
    );
  };
  return inOrder(state, family).filter(isInForce);
}

function inOrder<F extends PackFamily>(state: RulePacks, family: F): readonly PackOf[F][] {
  const published = state.published.map(({ unitId, pack }) => asPack<F>(unitId, pack));
  return [...latestFirst(published), ...latestFirst(shippedPacks(family))];
}

const latestFirst = <Pack extends RulePack>(packs: readonly Pack[]): readonly Pack[] =>
  [...packs].sort((a, b) => b.validFrom.localeCompare(a.validFrom) || b.version - a.version);

function nearest<Pack extends RulePack>(packs: readonly Pack[], line: readonly string[]): Pack | undefined {
  for (const at of line) {
    const own = packs.find(({ jurisdiction }) => jurisdiction !== 'country' && jurisdiction.unitId === at);
    if (own) return own;
  }
  return packs.find(({ jurisdiction }) => jurisdiction === 'country');
}
