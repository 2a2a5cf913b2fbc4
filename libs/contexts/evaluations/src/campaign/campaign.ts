import { aggregate, derivedId, event, shape, type EventOf, type LocalDate } from '#kernel';
import type { Period } from '../evaluation/period.js';
import type { Grade } from '../evaluation/vocabulary.js';

/** Units of one kind, weighed against each other: the cap on `excellent` may be one of each group. */
export interface CampaignGroup {
  readonly name: string;
  readonly unitIds: readonly string[];
}

/** Mở đợt đánh giá. `unitId`: the superior that decides; the groups hold units directly below it. */
export const campaignOpened = event(
  'evaluations.CampaignOpened',
  shape<{
    campaignId: string;
    unitId: string;
    period: Period;
    groups: readonly CampaignGroup[];
    /** The pack by which the whole campaign is judged; null: none was in force. */
    pack: { readonly name: string; readonly version: number } | null;
    /** By when units state and the advising body reviews; null: not set. */
    dueOn: LocalDate | null;
  }>(),
);

export const campaignRegrouped = event(
  'evaluations.CampaignRegrouped',
  shape<{
    campaignId: string;
    unitId: string;
    period: Period;
    groups: readonly CampaignGroup[];
    /** Units that no group holds any more. */
    removedUnitIds: readonly string[];
  }>(),
);

/** Hủy đợt đánh giá: opened by mistake, or taken over by a successor's. It may be opened again; the reason is in the metadata. */
export const campaignCancelled = event(
  'evaluations.CampaignCancelled',
  shape<{
    campaignId: string;
    unitId: string;
    period: Period;
    /** All units that it held. */
    removedUnitIds: readonly string[];
  }>(),
);

/** What a group came to. Too many `excellent` are a finding to look at: `over` counts them, nothing is refused. */
export interface GroupResult {
  readonly name: string;
  readonly counts: Readonly<Record<Grade, number>>;
  /** null: no cap was in force, or it counts otherwise than by these groups. */
  readonly excellentAllowed: number | null;
  readonly excellentOver: number | null;
}

/** Công bố kết quả. From now on grades change only by revision. */
export const classificationsPublished = event(
  'evaluations.ClassificationsPublished',
  shape<{
    campaignId: string;
    unitId: string;
    period: Period;
    publishedOn: LocalDate;
    results: readonly GroupResult[];
  }>(),
);

const campaignEvents = [campaignOpened, campaignRegrouped, campaignCancelled, classificationsPublished] as const;
export type CampaignEvent = EventOf<typeof campaignEvents>;

export interface Campaign {
  readonly status: 'none' | 'open' | 'published';
  readonly groups: readonly CampaignGroup[];
  readonly pack: { readonly name: string; readonly version: number } | null;
}

const none: Campaign = { status: 'none', groups: [], pack: null };

/** One superior's evaluation of the units directly below it, for a period. */
export const campaign = aggregate({
  name: 'campaign',
  events: campaignEvents,
  initialState: none,
  evolve(state, event: CampaignEvent): Campaign {
    switch (event.type) {
      case campaignOpened.type:
        return { status: 'open', groups: event.data.groups, pack: event.data.pack };
      case campaignRegrouped.type:
        return { ...state, groups: event.data.groups };
      case campaignCancelled.type:
        return none;
      case classificationsPublished.type:
        return { ...state, status: 'published' };
    }
  },
});

/** A superior has one campaign per period. */
export const campaignId = (unitId: string, period: Period): string => derivedId('campaign', unitId, period);

export const unitsOf = (groups: readonly CampaignGroup[]): readonly string[] =>
  groups.flatMap(({ unitIds }) => unitIds);
