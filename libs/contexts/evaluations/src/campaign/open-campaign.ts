import { packInForce, type EvaluationPack } from '#contexts/rule-packs/contracts';
import { act, DomainError, type DecisionRef, type LocalDate, type Reader } from '#kernel';
import { IsDay, IsDecision } from '#platform';
import { IsOptional } from 'class-validator';
import { parentIn } from '../evaluation/evaluated-unit.js';
import { firstDayOf, lastDayOf } from '../evaluation/period.js';
import { campaign, campaignId, campaignOpened } from './campaign.js';
import { GroupedCampaign, groupsOf, readUnits, type Units } from './groups.js';

export class OpenCampaign extends GroupedCampaign {
  @IsOptional() @IsDay() dueOn?: LocalDate;
  @IsDecision() decision!: DecisionRef;
}

/** Each superior opens its own; the order from below upwards holds between them (see `decide-classification`). */
export const openCampaign = act({
  name: 'open-campaign',
  summary: { vi: 'Mở đợt đánh giá, xếp loại', en: "Open a campaign: a superior's evaluation of the units below it" },
  command: OpenCampaign,
  aggregate: campaign,
  roles: ['secretary', 'office', 'admin'],
  id: (command) => campaignId(command.unitId, command.period),
  creates: true,
  unit: (command) => command.unitId,

  async facts(command, _state, read) {
    const units = await readUnits(read, command);
    return { units, pack: await packOf(read, command, units) };
  },

  decide({ unitId, period, groups, dueOn = null }, state, { facts, today }) {
    if (state.status !== 'none') throw new DomainError('campaign.already-open', { unitId, period });
    if (firstDayOf(period) > today) throw new DomainError('evaluation.period-not-begun', { period, today });
    return [
      campaignOpened({
        campaignId: campaignId(unitId, period),
        unitId,
        period,
        groups: groupsOf(groups, facts.units, unitId, period),
        pack: facts.pack ? { name: facts.pack.name, version: facts.pack.version } : null,
        dueOn,
      }),
    ];
  },
});

/**
 * The pack that was in force at the end of the period where the units stood then. A superior that has taken over units
 * of several such places judges all of them by its own.
 */
async function packOf(
  read: Reader,
  { period, unitId }: OpenCampaign,
  units: Units,
): Promise<EvaluationPack | undefined> {
  const places = new Set([...units.values()].map(({ unit }) => parentIn(unit, period)));
  const [place = unitId] = places.size === 1 ? places : [];
  return packInForce(read, 'evaluation', place, lastDayOf(period));
}
