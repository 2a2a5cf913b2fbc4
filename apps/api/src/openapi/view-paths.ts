import type { Context } from '#platform';
import type { AnyViewQuery, ColumnType } from '#projections';
import { PageParameters } from '../views/view-parameters.js';
import { xlsxType } from '../views/xlsx.js';
import { json, problems } from './components.js';
import type { Class, Schema, Schemas } from './schemas.js';

const columnSchemas: Readonly<Record<ColumnType, object>> = {
  uuid: { type: 'string', format: 'uuid' },
  text: { type: 'string' },
  integer: { type: 'integer' },
  bigint: { type: 'string', description: 'số nguyên lớn, dạng chữ / a large integer as text' },
  numeric: { type: 'number' },
  boolean: { type: 'boolean' },
  date: { type: 'string', format: 'date' },
  timestamptz: { type: 'string', format: 'date-time' },
  jsonb: {},
  'text[]': { type: 'array', items: { type: 'string' } },
};

/** `GET /api/views/<view>` for each query of a context. */
export const viewPaths = (context: Context, schemas: Schemas): [path: string, item: object][] =>
  context.queries.map((query) => [`/api/views/${query.name}`, { get: viewOperation(context, query, schemas) }]);

function viewOperation(context: Context, query: AnyViewQuery, schemas: Schemas): object {
  return {
    operationId: `view-${query.name}`,
    tags: [context.name],
    summary: `${query.summary.vi} / ${query.summary.en}`,
    description:
      'Chỉ gồm đơn vị của người đọc và các đơn vị bên dưới; không có `atLeast` thì trả lời theo `asOfPosition`. / ' +
      'Only the reader’s unit and those below it. With `atLeast` the answer includes that write or is a 503.',
    parameters: [...parametersOf(query.parameters as Class, schemas), ...parametersOf(PageParameters, schemas)],
    responses: {
      '200': {
        description: 'Một trang, hoặc mọi dòng nếu là CSV hay XLSX / a page, or all rows as CSV or XLSX',
        content: {
          ...json(pageSchema(query)),
          'text/csv': { schema: { type: 'string' } },
          [xlsxType]: { schema: { type: 'string', format: 'binary' } },
        },
      },
      '304': { description: 'Không đổi so với If-None-Match / unchanged' },
      ...problems('BadRequest', 'Unauthorized', 'Forbidden', 'NotFound', 'InvalidFields', 'Unavailable'),
    },
  };
}

export function parametersOf(type: Class, schemas: Schemas): object[] {
  const schema = schemas.convertOnly(type);
  return Object.entries(schema.properties ?? {}).map(([name, property]) => ({
    name,
    in: 'query',
    required: schema.required?.includes(name) ?? false,
    schema: property,
  }));
}

function pageSchema(query: AnyViewQuery): Schema {
  const columns = Object.entries(query.columns).map(([name, { title, type }]) => [
    name,
    { ...columnSchemas[type], title: `${title.vi} / ${title.en}`, nullable: !query.key.includes(name) },
  ]);
  const position = { type: 'string', nullable: true };
  return {
    type: 'object',
    required: ['view', 'rows', 'next', 'asOfPosition'],
    properties: {
      view: { type: 'string', enum: [query.name] },
      rows: { type: 'array', items: { type: 'object', properties: Object.fromEntries(columns) as object } },
      next: { ...position, description: '`after` của trang sau / of the next page' },
      totals: totalsSchema(query),
      asOfPosition: position,
    },
  } as unknown as Schema;
}

const totalsSchema = (query: AnyViewQuery): object => ({
  type: 'object',
  description: 'Trên mọi dòng khớp, ở trang đầu / over all rows that match, on the first page',
  properties: Object.fromEntries(
    ['rowCount', ...Object.keys(query.totals ?? {})].map((name) => [name, { type: 'number', nullable: true }]),
  ),
});
