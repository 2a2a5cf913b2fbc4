import type { UnitRecord } from '#contexts/org-units/contracts';
import { packCited, packInForce, type EvaluationPack } from '#contexts/rule-packs/contracts';
import { DomainError, type Reader } from '#kernel';
import { campaign, campaignId, unitsOf, type Campaign } from '../campaign/campaign.js';
import { parentIn, readUnit, superiorIn } from './evaluated-unit.js';
import { lastDayOf, type Period } from './period.js';

export interface EvaluationFacts {
  readonly unit: UnitRecord;
  /** The immediate superior for the period; undefined: the unit is unknown. */
  readonly superiorId: string | undefined;
  readonly campaignId: string | undefined;
  /** Of the immediate superior, for the period; of status `none` when it opened none. */
  readonly campaign: Campaign;
  /** The campaign's; without a campaign the one in force on the last day of the period. */
  readonly pack: EvaluationPack | undefined;
}

export async function evaluationFacts(read: Reader, unitId: string, period: Period): Promise<EvaluationFacts> {
  const unit = await readUnit(read, unitId);
  const superiorId = await superiorIn(read, unit, period);
  const found = await campaignFor(read, [superiorId, parentIn(unit, period)], period);
  return { unit, superiorId, ...found, pack: await packOf(read, found.campaign, unitId, period) };
}

/** A campaign that a superior opened before it was closed goes on with the unit that it passed into. */
async function campaignFor(
  read: Reader,
  superiors: readonly (string | undefined)[],
  period: Period,
): Promise<Pick<EvaluationFacts, 'campaign' | 'campaignId'>> {
  for (const superiorId of new Set(superiors)) {
    if (superiorId === undefined) continue;
    const id = campaignId(superiorId, period);
    const found = await read.state(campaign, id);
    if (found.status !== 'none') return { campaign: found, campaignId: id };
  }
  return { campaign: campaign.initialState, campaignId: undefined };
}

async function packOf(
  read: Reader,
  { status, pack }: Campaign,
  unitId: string,
  period: Period,
): Promise<EvaluationPack | undefined> {
  if (status === 'none') return packInForce(read, 'evaluation', unitId, lastDayOf(period));
  return pack ? packCited(read, 'evaluation', pack) : undefined;
}

/** Where the superior opened a campaign, its units are evaluated in it and before its publication. @throws DomainError */
export function refuseOutsideCampaign(
  { campaign: { status, groups } }: EvaluationFacts,
  unitId: string,
  period: Period,
): void {
  if (status === 'published') throw new DomainError('campaign.published', { unitId, period });
  if (status === 'open' && !unitsOf(groups).includes(unitId)) {
    throw new DomainError('campaign.unit-not-in-it', { unitId, period });
  }
}

/** The campaign's id for the event, as an optional field. */
export const campaignOf = ({ campaignId: id }: EvaluationFacts): { campaignId?: string } =>
  id === undefined ? {} : { campaignId: id };
