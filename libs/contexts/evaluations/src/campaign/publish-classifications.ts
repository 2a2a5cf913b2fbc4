import { packCited, type EvaluationPack } from '#contexts/rule-packs/contracts';
import { act, Command, DomainError, notFound, type DecisionRef, type LocalDate } from '#kernel';
import { IsDay, IsDecision } from '#platform';
import { IsOptional, IsUUID } from 'class-validator';
import { IsPeriod, type Period } from '../evaluation/period.js';
import { grades, type Grade } from '../evaluation/vocabulary.js';
import { excellentAllowed } from '../rules/excellent-cap.js';
import { campaign, campaignId, classificationsPublished, type CampaignGroup, type GroupResult } from './campaign.js';
import { readGrades, undecidedIn, type GradesOfUnits } from './grades.js';

export class PublishClassifications extends Command {
  @IsUUID() unitId!: string;
  @IsPeriod() period!: Period;
  /** The day of entry when left out. */
  @IsOptional() @IsDay() publishedOn?: LocalDate;
  @IsDecision() decision!: DecisionRef;
}

/** Closes a campaign in which every unit is classified, and records what each group came to. */
export const publishClassifications = act({
  name: 'publish-classifications',
  summary: { vi: 'Công bố kết quả xếp loại', en: 'Publish the classifications of a campaign' },
  command: PublishClassifications,
  aggregate: campaign,
  roles: ['secretary', 'office', 'admin'],
  id: (command) => campaignId(command.unitId, command.period),
  unit: (command) => command.unitId,
  effectiveAt: (command) => command.publishedOn,
  facts: async ({ period }, state, read) => ({
    grades: await readGrades(read, state, period),
    pack: state.pack ? await packCited(read, 'evaluation', state.pack) : undefined,
  }),

  decide({ unitId, period, publishedOn }, state, { facts, today }) {
    if (state.status === 'none') throw notFound('campaign.unknown', { unitId, period });
    if (state.status === 'published') throw new DomainError('campaign.published', { unitId, period });
    const undecided = undecidedIn(facts.grades);
    if (undecided.length > 0) {
      throw new DomainError('campaign.undecided', { undecided: undecided.length, unitIds: undecided.slice(0, 10) });
    }
    return [
      classificationsPublished({
        campaignId: campaignId(unitId, period),
        unitId,
        period,
        publishedOn: publishedOn ?? today,
        results: state.groups.map((group) => resultOf(group, facts.grades, facts.pack)),
      }),
    ];
  },
});

function resultOf(
  { name, unitIds }: CampaignGroup,
  found: GradesOfUnits,
  pack: EvaluationPack | undefined,
): GroupResult {
  const count = (grade: Grade): number => unitIds.filter((id) => found.get(id) === grade).length;
  const counts = Object.fromEntries(grades.map((grade) => [grade, count(grade)])) as Record<Grade, number>;
  const cap = pack?.excellentCap ?? null;
  const allowed = cap && cap.grouping !== 'superior-and-level' ? excellentAllowed(cap, counts) : null;
  const excellentOver = allowed === null ? null : Math.max(0, counts.excellent - allowed);
  return { name, counts, excellentAllowed: allowed, excellentOver };
}
