import type { UnitRecord } from '#contexts/org-units/contracts';
import { packCited, packInForce, type EvaluationPack } from '#contexts/rule-packs/contracts';
import { DomainError, type Reader } from '#kernel';
import { campaign, campaignId, unitsOf, type Campaign } from '../campaign/campaign.js';
import { readUnit } from './evaluated-unit.js';
import { lastDayOf, type Period } from './period.js';

export interface EvaluationFacts {
  readonly unit: UnitRecord;
  /** Of the immediate superior, for the period; of status `none` when it opened none. */
  readonly campaign: Campaign;
  /** The campaign's; without a campaign the one in force on the last day of the period. */
  readonly pack: EvaluationPack | undefined;
}

export async function evaluationFacts(read: Reader, unitId: string, period: Period): Promise<EvaluationFacts> {
  const unit = await readUnit(read, unitId);
  const { parentId } = unit;
  const of = parentId === undefined ? campaign.initialState : await read.state(campaign, campaignId(parentId, period));
  return { unit, campaign: of, pack: await packOf(read, of, unitId, period) };
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
export const campaignOf = ({ campaign: { status }, unit }: EvaluationFacts, period: Period): { campaignId?: string } =>
  status === 'none' ? {} : { campaignId: campaignId(unit.parentId!, period) };
