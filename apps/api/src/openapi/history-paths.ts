import { TimelineParameters } from '#contexts/history';
import type { Context } from '#platform';
import type { AnyViewQuery } from '#projections';
import { AsOfParameters, BetweenParameters, FactsParameters } from '../history/history-parameters.js';
import { PageParameters } from '../views/view-parameters.js';
import { json, problems } from './components.js';
import type { Class, Schemas } from './schemas.js';
import { parametersOf } from './view-paths.js';

const text = { type: 'string' };
const anything = { type: 'object', additionalProperties: true };
const list = (items: object) => ({ type: 'array', items });
const fieldChanges = list({ type: 'object', properties: { field: text, before: {}, after: {} } });
const shownEvent = {
  type: 'object',
  description: 'Ai, vai trò, nhập thay ai, khi nào, theo quyết định nào, vì sao / who, when, by which decision, why',
  properties: {
    eventId: { ...text, format: 'uuid' },
    ...Object.fromEntries(
      ['eventType', 'act', 'actor', 'role', 'actorUnitId', 'unitId', 'recordedAt', 'stream', 'position'].map((name) => [
        name,
        text,
      ]),
    ),
    effectiveOn: { ...text, format: 'date' },
    revision: { type: 'integer' },
    enteredFor: { ...text, nullable: true },
    reason: { ...text, nullable: true },
    decision: { ...anything, nullable: true },
    data: { ...anything, description: 'Trường cá nhân chỉ nêu là của ai / personal fields say whose they are' },
  },
};
const refusals = problems('BadRequest', 'Unauthorized', 'Forbidden', 'NotFound', 'InvalidFields', 'Unavailable');

interface Route {
  readonly operationId: string;
  readonly tag?: string;
  readonly summary: string;
  readonly description?: string;
  readonly parameters: readonly object[];
  readonly properties: object;
}

const get = ({ operationId, tag = 'history', summary, description, parameters, properties }: Route) => ({
  get: {
    operationId,
    tags: [tag],
    summary,
    ...(description === undefined ? {} : { description }),
    parameters,
    responses: { '200': { description: summary, content: json({ type: 'object', properties }) }, ...refusals },
  },
});

const inPath = (name: string, description: string) => ({ name, in: 'path', required: true, description, schema: text });

/** Routes that look back: what stands behind a row, how views and aggregates stood on other dates, what caused what. */
export function historyPaths(contexts: readonly Context[], schemas: Schemas): Record<string, object> {
  const of = (...types: Class[]) => {
    const all = types.flatMap((type) => parametersOf(type, schemas) as { name: string }[]);
    return all.filter(({ name }, index) => all.findIndex((other) => other.name === name) === index);
  };
  const ofView = contexts.flatMap((context) =>
    context.queries.flatMap((query) => [factsPath(context, query, of), changesPath(context, query, of)]),
  );
  return { ...Object.fromEntries(ofView), ...streamPaths(of) };
}

type Of = (...types: Class[]) => readonly object[];

const factsPath = ({ name }: Context, query: AnyViewQuery, of: Of): [string, object] => [
  `/api/views/${query.name}/{key}/facts`,
  get({
    operationId: `facts-${query.name}`,
    tag: name,
    summary: `${query.summary.vi}: những sự kiện tạo nên một dòng / the events that make a row`,
    description:
      'Dựng lại đúng các sự kiện này thì được đúng dòng đó (`reproduces`). / ' +
      'Folded, exactly these events give exactly this row (`reproduces`).',
    parameters: [inPath('key', query.key.join('~')), ...of(FactsParameters, AsOfParameters, query.parameters as Class)],
    properties: {
      row: anything,
      events: list(shownEvent),
      total: { type: 'integer' },
      outsideScope: { type: 'integer' },
      reproduces: { type: 'boolean' },
      next: { ...text, nullable: true },
    },
  }),
];

const changesPath = ({ name }: Context, query: AnyViewQuery, of: Of): [string, object] => [
  `/api/views/${query.name}/changes`,
  get({
    operationId: `changes-${query.name}`,
    tag: name,
    summary: `${query.summary.vi}: khác nhau giữa hai thời điểm / the difference between two dates`,
    parameters: of(BetweenParameters, query.parameters as Class),
    properties: {
      added: list(anything),
      removed: list(anything),
      changed: list({ type: 'object', properties: { key: anything, changes: fieldChanges } }),
    },
  }),
];

const streamPaths = (of: Of): Record<string, object> => ({
  '/api/history/events': get({
    operationId: 'history-events',
    summary: 'Dòng thời gian, kèm những trường đã thay đổi / timeline with the fields that each event changed',
    parameters: of(TimelineParameters, PageParameters),
    properties: {
      rows: list({ type: 'object', properties: { ...shownEvent.properties, changes: fieldChanges } }),
      next: { ...text, nullable: true },
    },
  }),
  '/api/history/events/{eventId}/causes': get({
    operationId: 'history-causes',
    summary: 'Chuỗi nguyên nhân của một sự kiện, dạng cây / what caused an event and what it led to, as a tree',
    parameters: [{ ...inPath('eventId', 'UUID'), schema: { ...text, format: 'uuid' } }],
    properties: { eventId: text, roots: list(anything) },
  }),
  '/api/history/{stream}': get({
    operationId: 'history-state',
    summary: 'Trạng thái của một luồng tại một thời điểm / state of an aggregate as of a date',
    parameters: [inPath('stream', 'meeting-<id>, issue-<id>, unit-<id>…'), ...of(AsOfParameters)],
    properties: { stream: text, state: { ...anything, nullable: true }, events: list(shownEvent) },
  }),
  '/api/history/{stream}/changes': get({
    operationId: 'history-changes',
    summary: 'Luồng khác nhau thế nào giữa hai thời điểm / how an aggregate differs between two dates',
    parameters: [inPath('stream', 'meeting-<id>, issue-<id>, unit-<id>…'), ...of(BetweenParameters)],
    properties: { stream: text, changes: fieldChanges, events: list(shownEvent) },
  }),
});
