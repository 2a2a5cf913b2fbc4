import { date, integer, jsonb, text, uuid, view } from '#projections';
import {
  campaignCancelled,
  campaignOpened,
  campaignRegrouped,
  classificationsPublished,
  unitsOf,
  type GroupResult,
} from '../campaign/campaign.js';
import { firstDayOf, lastDayOf } from '../evaluation/period.js';

/** Each superior's evaluation of the units below it, with the results as they were published. */
export const evaluationCampaigns = view({
  name: 'evaluation_campaigns',
  version: 1,
  columns: {
    campaignId: uuid().key(),
    /** The superior. */
    unitId: uuid(),
    period: text(),
    periodBegins: date(),
    periodEnds: date(),
    pack: text().nullable(),
    packVersion: integer().nullable(),
    units: integer(),
    dueOn: date().nullable(),
    publishedOn: date().nullable(),
    results: jsonb<readonly GroupResult[]>().nullable(),
    decisionNumber: text().nullable(),
  },
  indexes: [['unitId', 'period']],
})
  .on(campaignOpened, ({ data, metadata: { decision } }, rows) => {
    const { campaignId, unitId, period, groups, pack, dueOn } = data;
    rows.insert({
      ...{ campaignId, unitId, period, dueOn },
      periodBegins: firstDayOf(period),
      periodEnds: lastDayOf(period),
      pack: pack?.name ?? null,
      packVersion: pack?.version ?? null,
      units: unitsOf(groups).length,
      ...{ publishedOn: null, results: null, decisionNumber: decision?.number ?? null },
    });
  })
  .on(campaignRegrouped, ({ data: { campaignId, groups } }, rows) => {
    rows.patch({ campaignId }, { units: unitsOf(groups).length });
  })
  .on(campaignCancelled, ({ data: { campaignId } }, rows) => {
    rows.delete({ campaignId });
  })
  .on(classificationsPublished, ({ data: { campaignId, publishedOn, results } }, rows) => {
    rows.patch({ campaignId }, { publishedOn, results });
  });
