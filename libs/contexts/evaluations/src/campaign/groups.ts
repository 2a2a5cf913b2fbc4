import type { UnitRecord } from '#contexts/org-units/contracts';
import { Command, DomainError, invalidField, type Reader } from '#kernel';
import { IsLine } from '#platform';
import { Type } from 'class-transformer';
import { ArrayMaxSize, ArrayNotEmpty, IsObject, IsUUID, ValidateNested } from 'class-validator';
import { existedIn, parentIn, readUnit, superiorIn } from '../evaluation/evaluated-unit.js';
import { IsPeriod, type Period } from '../evaluation/period.js';
import { unitsOf, type CampaignGroup } from './campaign.js';

/** More than any superior has directly below it. */
export const mostUnits = 2000;

export class CampaignGroupEntry implements CampaignGroup {
  @IsLine(200) name!: string;
  @ArrayNotEmpty() @ArrayMaxSize(mostUnits) @IsUUID(undefined, { each: true }) unitIds!: string[];
}

/** Body of the acts that say which units a campaign evaluates. */
export class GroupedCampaign extends Command {
  /** The superior, whose standing committee will decide. */
  @IsUUID() unitId!: string;
  @IsPeriod() period!: Period;
  /** All units directly below it that are evaluated, in groups of similar ones. */
  @ArrayNotEmpty()
  @ArrayMaxSize(100)
  @IsObject({ each: true })
  @ValidateNested({ each: true })
  @Type(() => CampaignGroupEntry)
  groups!: CampaignGroupEntry[];
}

export interface GroupedUnit {
  readonly unit: UnitRecord;
  /** Of the period: see `superiorIn`. */
  readonly superiorId: string | undefined;
}
export type Units = ReadonlyMap<string, GroupedUnit>;

export async function readUnits(read: Reader, { groups, period }: GroupedCampaign): Promise<Units> {
  const ids = [...new Set(unitsOf(groups))];
  const found = await Promise.all(
    ids.map(async (id): Promise<GroupedUnit> => {
      const unit = await readUnit(read, id);
      return { unit, superiorId: await superiorIn(read, unit, period) };
    }),
  );
  return new Map(ids.map((id, index) => [id, found[index]!]));
}

/**
 * Each unit stands in one group and existed in the period, at the end of which it stood directly below the superior (also
 * one that was closed since, whose campaign its successor regroups), or below what has passed whole into it. @throws DomainError
 */
export function groupsOf(
  entries: readonly CampaignGroupEntry[],
  units: Units,
  superiorId: string,
  period: Period,
): readonly CampaignGroup[] {
  const groups = entries.map(({ name, unitIds }) => ({ name, unitIds: [...unitIds].sort() }));
  const ids = unitsOf(groups);
  if (new Set(ids).size < ids.length) throw invalidField('groups', 'unit-once', 'A unit is in two groups');
  if (new Set(groups.map(({ name }) => name)).size < groups.length) {
    throw invalidField('groups', 'array-unique', 'Two groups have the same name');
  }
  const isBelow = ({ unit, superiorId: now }: GroupedUnit): boolean =>
    existedIn(unit, period) && (now === superiorId || parentIn(unit, period) === superiorId);
  const stray = ids.find((id) => !isBelow(units.get(id)!));
  if (stray !== undefined) {
    const details = { unitId: stray, superiorId, superiorThen: units.get(stray)?.superiorId ?? null };
    throw new DomainError('campaign.unit-not-directly-below', details);
  }
  return groups;
}
