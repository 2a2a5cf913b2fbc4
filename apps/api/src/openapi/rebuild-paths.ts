import { AbortRebuild, RebuildView, RepairStream, RollbackView } from '../rebuilds/rebuild-commands.js';
import { json, problems } from './components.js';
import { exampleOf, type Class, type Schemas } from './schemas.js';

const text = { type: 'string' };
const instant = { type: 'string', format: 'date-time' };
const list = (items: object) => ({ type: 'array', items });

const progress = {
  type: 'object',
  nullable: true,
  properties: {
    step: { ...text, enum: ['plan', 'build', 'catch-up', 'index', 'verify', 'go-live'] },
    done: { type: 'number', minimum: 0, maximum: 1 },
    events: { type: 'integer' },
    eventsPerSecond: { type: 'number' },
    secondsLeft: { type: 'number' },
  },
};

const report = {
  type: 'object',
  properties: {
    view: text,
    rows: { type: 'integer' },
    verified: { ...text, enum: ['same', 'differs', 'not-comparable'] },
    wentLive: { type: 'boolean' },
    repaired: { type: 'integer' },
    differences: {
      type: 'object',
      properties: {
        count: { type: 'integer' },
        examples: list({ type: 'object', properties: { live: row(), built: row() } }),
      },
    },
  },
};

function row(): object {
  return { type: 'object', nullable: true, additionalProperties: true };
}

/** What a rebuild, a way back or a repair answers with. */
const job = {
  type: 'object',
  properties: {
    id: { type: 'string', format: 'uuid' },
    kind: { ...text, enum: ['rebuild', 'rollback', 'repair'] },
    views: list(text),
    stream: { ...text, nullable: true },
    dryRun: { type: 'boolean' },
    acceptDifferences: { type: 'boolean' },
    requestedBy: { type: 'string', format: 'uuid' },
    requestedAt: instant,
    state: { ...text, enum: ['waiting', 'running', 'done', 'held', 'failed', 'aborted'] },
    progress,
    reports: { ...list(report), nullable: true },
    error: { ...text, nullable: true },
    changedAt: instant,
  },
};

const idParameter = { name: 'id', in: 'path', required: true, schema: { type: 'string', format: 'uuid' } };
const key = {
  name: 'Idempotency-Key',
  in: 'header',
  required: true,
  schema: { type: 'string', format: 'uuid' },
  description: 'Mã của lần dựng lại / becomes the id of the rebuild',
};

/** Routes of `rebuilds.controller.ts`. */
export function rebuildPaths(schemas: Schemas): Record<string, object> {
  const command = (name: string, type: Class, status: string, summary: string) => {
    const schema = schemas.ref(type);
    return {
      [`/api/commands/${name}`]: {
        post: {
          operationId: name,
          tags: ['system'],
          summary,
          ...(status === '202' ? { parameters: [key] } : {}),
          requestBody: { required: true, content: json(schema, exampleOf(schema, schemas.all)) },
          responses: {
            [status]: { description: 'Việc đã nhận / the job', content: json(job) },
            ...problems('BadRequest', 'Unauthorized', 'Forbidden', 'NotFound', 'InvalidFields'),
          },
        },
      },
    };
  };
  const read = (operationId: string, summary: string, content: object, parameters: object[] = [idParameter]) => ({
    get: {
      operationId,
      tags: ['system'],
      summary,
      parameters,
      responses: { '200': { description: summary, content }, ...problems('Unauthorized', 'Forbidden', 'NotFound') },
    },
  });
  const rebuilds = json({ type: 'object', properties: { rebuilds: list(job) } });
  const stream = { 'text/event-stream': { schema: text } };
  return {
    ...command('rebuild-view', RebuildView, '202', 'Dựng lại bảng tổng hợp / build views anew from all events'),
    ...command('abort-rebuild', AbortRebuild, '200', 'Dừng dựng lại / end a rebuild; the live tables stay'),
    ...command('rollback-view', RollbackView, '202', 'Trở về bảng trước / back to the table before the last switch'),
    ...command('repair-stream', RepairStream, '202', 'Sửa các dòng của một luồng / put the rows of one stream right'),
    '/api/rebuilds': read('list-rebuilds', 'Các lần dựng lại / rebuilds, the newest first', rebuilds, []),
    '/api/rebuilds/{id}': read('rebuild', 'Một lần dựng lại / how far a rebuild is', json(job)),
    '/api/rebuilds/{id}/events': read('rebuild-events', 'Tiến độ / the same, as it goes (server-sent events)', stream),
  };
}
