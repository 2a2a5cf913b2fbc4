import { aggregate, event, rootUnitId, shape, type EventOf, type LocalDate, type RulePack } from '#kernel';
import type { PackFamily, PackOf, RulesOf } from '../families/families.js';

/** A pack as published: what it says of itself, and its rules in the form of its family. */
export interface PackContent {
  readonly name: string;
  readonly version: number;
  readonly validFrom: LocalDate;
  /** Last day, inclusive; null: until replaced. */
  readonly validTo: LocalDate | null;
  readonly legalBasis: string;
  readonly unconfirmed: readonly string[];
  readonly rules: RulesOf[PackFamily];
}

/** Ban hành bộ quy tắc. `unitId`: the unit whose subtree it binds, the root for the whole country. */
export const rulePackPublished = event(
  'rule-packs.RulePackPublished',
  shape<{ family: PackFamily; unitId: string; pack: PackContent }>(),
);

/**
 * Hết hiệu lực. `lastDay` is the last day it judges; before `validFrom`: it never judges anything from now on. `pack`
 * repeats it, because a shipped one stands in no event.
 */
export const rulePackSuperseded = event(
  'rule-packs.RulePackSuperseded',
  shape<{
    family: PackFamily;
    unitId: string;
    pack: PackContent;
    isShipped: boolean;
    lastDay: LocalDate;
    replacedBy: { readonly name: string; readonly version: number } | null;
  }>(),
);

const rulePackEvents = [rulePackPublished, rulePackSuperseded] as const;
export type RulePackEvent = EventOf<typeof rulePackEvents>;

export interface Published {
  readonly unitId: string;
  readonly pack: PackContent;
}

export interface RulePacks {
  readonly published: readonly Published[];
  /** Last days of packs that were superseded, published or shipped, by {@link packKey}. */
  readonly lastDays: ReadonlyMap<string, LocalDate>;
}

export const packKey = ({ name, version }: { readonly name: string; readonly version: number }): string =>
  `${name} ${version}`;

/**
 * All packs of a family, of every jurisdiction: one stream, so that a name and version mean one pack wherever a
 * judgement cites them. Packs are published a few times a year: the stream stays short. Its id is the family.
 */
export const rulePackFamily = aggregate({
  name: 'rulepacks',
  events: rulePackEvents,
  initialState: { published: [], lastDays: new Map() } as RulePacks,
  evolve(state, event: RulePackEvent): RulePacks {
    switch (event.type) {
      case rulePackPublished.type: {
        const { unitId, pack } = event.data;
        return { ...state, published: [...state.published, { unitId, pack }] };
      }
      case rulePackSuperseded.type: {
        const { pack, lastDay } = event.data;
        return { ...state, lastDays: new Map([...state.lastDays, [packKey(pack), lastDay]]) };
      }
    }
  },
});

/** A published pack in the shape in which contexts judge by it. */
export function asPack<F extends PackFamily>(unitId: string, { rules, ...header }: PackContent): PackOf[F] {
  const jurisdiction: RulePack['jurisdiction'] = unitId === rootUnitId ? 'country' : { unitId };
  return { ...header, ...rules, jurisdiction } as unknown as PackOf[F];
}

/** A pack of either origin, taken apart. */
export function contentOf(pack: RulePack): { readonly unitId: string; readonly content: PackContent } {
  const { jurisdiction, name, version, validFrom, validTo, legalBasis, unconfirmed, ...rules } = pack;
  return {
    unitId: jurisdiction === 'country' ? rootUnitId : jurisdiction.unitId,
    content: { name, version, validFrom, validTo, legalBasis, unconfirmed, rules: rules as RulesOf[PackFamily] },
  };
}

/** Rules that nobody has published, in the shape in which contexts judge by them. */
export const asDraft = <F extends PackFamily>(rules: RulesOf[F]): PackOf[F] =>
  asPack(rootUnitId, {
    ...{ name: 'draft', version: 0, validFrom: '', validTo: null, legalBasis: '', unconfirmed: [] },
    rules,
  });
