import { unitRecord } from '#contexts/org-units/contracts';
import { derivedId, DomainError, fold, rootUnitId, type AnyAct, type Reader } from '#kernel';
import { someActor } from '#testing';
import fc from 'fast-check';
import { classificationsPublished } from '../campaign/campaign.js';
import { openCampaign } from '../campaign/open-campaign.js';
import { publishClassifications } from '../campaign/publish-classifications.js';
import { classifyMember } from '../members/classify-member.js';
import { memberClassified } from '../members/member-evaluations.js';
import { decideClassification } from './decide-classification.js';
import { classificationDecided, evaluationReviewed, selfAssessed } from './evaluation.js';
import { reviewEvaluation } from './review-evaluation.js';
import { selfAssess } from './self-assess.js';

/** A commune of two cells below a province; people try the acts of a year's evaluation in any order whatever. */
const id = (name: string) => derivedId('spec', name);
const [province, commune, first, second] = ['province', 'commune', 'first', 'second'].map(id) as [
  string,
  string,
  string,
  string,
];
const cells = [first, second];
const period = '2023';
const decision = { number: '15-QĐ/ĐU', date: '2023-12-20', issuer: 'Đảng ủy xã An Hiệp' };
const standing = (level: string, parentId: string) => ({
  ...{ ...unitRecord.initialState, status: 'open' as const, openedOn: '2016-01-01', level },
  ...{ parentId, aboveId: parentId, places: [{ since: '2016-01-01', parentId }] },
});
const units: Readonly<Record<string, unknown>> = {
  [province]: standing('province', rootUnitId),
  [commune]: standing('commune', province),
  [first]: standing('cell', commune),
  [second]: standing('cell', commune),
};
const superiorOf = (unitId: string) => (unitId === commune ? province : commune);

interface Attempt {
  readonly act: AnyAct;
  readonly by: string;
  readonly body: object;
}

const grade = 'good';
const about = (unitId: string): readonly Attempt[] => {
  const superior = superiorOf(unitId);
  const one = { unitId, period, grade };
  const member = (kind: string, name: string) => ({ ...one, kind, memberId: id(`${unitId} ${name}`), decision });
  return [
    { act: selfAssess, by: unitId, body: { ...one, commonScore: 25, taskScore: 50 } },
    { act: selfAssess, by: unitId, body: { ...one, commonScore: 26, taskScore: 50 } },
    { act: reviewEvaluation, by: superior, body: { ...one, opinion: 'Đạt' } },
    { act: decideClassification, by: superior, body: { ...one, decision } },
    { act: classifyMember, by: superior, body: member('member', 'một') },
    { act: classifyMember, by: superior, body: member('member', 'hai') },
    { act: classifyMember, by: superior, body: member('head', 'bí thư') },
  ];
};
const campaignOf = (unitId: string, unitIds: readonly string[]): readonly Attempt[] => [
  { act: openCampaign, by: unitId, body: { unitId, period, decision, groups: [{ name: 'Nhóm', unitIds }] } },
  { act: publishClassifications, by: unitId, body: { unitId, period, decision } },
];
const attempts = [
  ...campaignOf(commune, cells),
  ...campaignOf(province, [commune]),
  ...[commune, ...cells].flatMap(about),
];
const [openOfCommune, , openOfProvince] = attempts as [Attempt, Attempt, Attempt];

interface Fact {
  readonly unitId: string;
  readonly kind?: string;
}
interface Accepted {
  readonly type: string;
  readonly data: Fact;
}

/** What was accepted, in its order. */
async function story(tries: readonly Attempt[]): Promise<readonly Accepted[]> {
  const streams = new Map<string, Accepted[]>();
  const log: Accepted[] = [];
  const read: Reader = {
    state: (of, key) =>
      Promise.resolve(
        (of.name === unitRecord.name
          ? (units[key] ?? of.initialState)
          : fold(of, (streams.get(`${of.name}-${key}`) ?? []) as never)) as typeof of.initialState,
      ),
    origin: () => Promise.resolve(undefined),
  };
  for (const { act, body, by } of tries) {
    const actor = { ...someActor, unitId: by };
    const envelope = { actor };
    const command = Object.assign(new act.command(), { ...body, envelope });
    const key = act.id(command, command.envelope);
    const state: unknown = await read.state(act.aggregate, key);
    try {
      const facts: unknown = await act.facts?.(command, state, read);
      const events = act.decide(command, state, {
        facts,
        actor,
        commandId: id('command'),
        today: '2023-12-28',
      }) as readonly Accepted[];
      const stream = `${act.aggregate.name}-${key}`;
      streams.set(stream, [...(streams.get(stream) ?? []), ...events]);
      log.push(...events);
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
    }
  }
  return log;
}

const of = (events: readonly Accepted[], type: string, unitId: string): readonly Fact[] =>
  events
    .filter((event) => event.type === type)
    .map(({ data }) => data)
    .filter((data) => data.unitId === unitId);

/** What the order promises of an event, given those before it. */
function promised(event: Accepted, before: readonly Accepted[]): boolean {
  const { kind, unitId } = event.data;
  const has = (type: string, unit: string) => of(before, type, unit).length > 0;
  const isDecided = (unit: string) => has(classificationDecided.type, unit);
  switch (event.type) {
    case selfAssessed.type:
      return !isDecided(unitId) && !has(classificationsPublished.type, superiorOf(unitId));
    case evaluationReviewed.type:
      return has(selfAssessed.type, unitId) && !isDecided(unitId);
    case classificationDecided.type: {
      const steps = before.filter(({ data, type }) => data.unitId === unitId && type.startsWith('evaluations.'));
      const last = steps.findLast(({ type }) => type === selfAssessed.type || type === evaluationReviewed.type);
      const isReviewed = last?.type === evaluationReviewed.type;
      return isReviewed && !isDecided(unitId) && (unitId !== commune || cells.every(isDecided));
    }
    case classificationsPublished.type:
      return (unitId === commune ? cells : [commune]).every(isDecided);
    case memberClassified.type: {
      const kinds = of(before, memberClassified.type, unitId).map((each) => each.kind);
      return isDecided(unitId) && !kinds.includes('head') && (kind !== 'head' || kinds.length > 0);
    }
    default:
      return true;
  }
}

describe('the order of an evaluation, whatever is tried and in whatever order', () => {
  it('lower before higher, statement, review, decision, members, head; nothing after the publication', async () => {
    const reached = new Set<string>();
    await fc.assert(
      fc.asyncProperty(fc.array(fc.constantFrom(...attempts), { minLength: 40, maxLength: 120 }), async (tries) => {
        const log = await story([openOfCommune, openOfProvince, ...tries]);
        log.forEach((event, index) => {
          reached.add(`${event.type} ${event.data.kind ?? ''} ${event.data.unitId}`);
          expect([event.type, promised(event, log.slice(0, index))]).toEqual([event.type, true]);
        });
      }),
      { numRuns: 30, seed: 20231228 },
    );
    // The tries are not all refused: some stories end with the commune's head and the province's publication.
    expect([...reached]).toEqual(
      expect.arrayContaining([
        `${memberClassified.type} head ${commune}`,
        `${classificationsPublished.type}  ${province}`,
      ]),
    );
  });
});
