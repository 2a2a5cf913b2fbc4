import type { Schema } from './schemas.js';

const text = { type: 'string' };
const id = { type: 'string', format: 'uuid' };
const position = {
  type: 'string',
  nullable: true,
  pattern: '^\\d+/\\d+$',
  description: 'Vị trí trong kho sự kiện / place in the event store, `<commit>/<prepare>`',
};
const list = (items: object) => ({ type: 'array', items });
const object = (properties: Record<string, object>, optional: readonly string[] = []): Schema =>
  ({
    type: 'object',
    properties,
    required: Object.keys(properties).filter((name) => !optional.includes(name)),
  }) as unknown as Schema;

const fieldProblem = object({ field: text, code: text, message: text });

/** Shapes of replies. */
export const replySchemas: Readonly<Record<string, Schema>> = {
  Problem: object(
    {
      type: { type: 'string', example: 'urn:nam-co-so:meeting.not-held' },
      title: text,
      status: { type: 'integer' },
      code: { type: 'string', description: 'Mã ổn định cho chương trình / stable, for programs' },
      instance: text,
      correlationId: text,
      detail: text,
      details: { type: 'object', additionalProperties: true },
      errors: list(fieldProblem),
    },
    ['detail', 'details', 'errors'],
  ),
  Receipt: object({
    commandId: id,
    stream: text,
    revision: { type: 'integer' },
    position,
    events: list(object({ id, type: text, revision: { type: 'integer' } })),
    replayed: { type: 'boolean' },
  }),
  BulkReport: object({
    act: text,
    isDryRun: { type: 'boolean' },
    isApplied: { type: 'boolean' },
    counts: { type: 'object', additionalProperties: { type: 'integer' } },
    position,
    rows: list(
      object(
        {
          row: { type: 'integer' },
          status: { type: 'string', enum: ['accepted', 'applied', 'replayed', 'refused'] },
          commandId: id,
          means: {
            type: 'object',
            additionalProperties: text,
            description: 'Tên được hiểu là / what names were taken for',
          },
          code: text,
          details: { type: 'object', additionalProperties: true },
          errors: list(fieldProblem),
          events: list(text),
          stream: text,
          revision: { type: 'integer' },
        },
        ['means', 'code', 'details', 'errors', 'events', 'stream', 'revision'],
      ),
    ),
  }),
  AccessToken: object({
    accessToken: text,
    tokenType: text,
    expiresIn: { type: 'integer', description: 'giây / seconds' },
    mustChangePassword: { type: 'boolean' },
  }),
  Account: object(
    {
      id,
      username: text,
      role: text,
      unitId: id,
      mustChangePassword: { type: 'boolean' },
      isDisabled: { type: 'boolean' },
      createdAt: { type: 'string', format: 'date-time' },
      oneTimePassword: { type: 'string', description: 'Chỉ hiện một lần / shown once' },
    },
    ['oneTimePassword'],
  ),
};

export const ref = (name: string) => ({ $ref: `#/components/schemas/${name}` });

export const json = (schema: object, example?: unknown) => ({
  'application/json': { schema, ...(example === undefined ? {} : { example }) },
});

const problem = (description: string) => ({
  description,
  content: { 'application/problem+json': { schema: ref('Problem') } },
});

export const problemResponses = {
  BadRequest: problem('Yêu cầu sai dạng / malformed request'),
  Unauthorized: problem('Thiếu mã truy cập hoặc mã không dùng được / no usable token'),
  Forbidden: problem('Ngoài quyền hoặc ngoài phạm vi đơn vị / not allowed, or outside the unit’s scope'),
  NotFound: problem('Không tìm thấy / not found'),
  Conflict: problem('Trái quy tắc nghiệp vụ / refused by a rule'),
  StaleVersion: problem('Bản ghi đã thay đổi / the record has changed since'),
  TooLarge: problem('Quá lớn / too large'),
  UnsupportedMediaType: problem('Kiểu nội dung không hỗ trợ / unsupported content type'),
  InvalidFields: problem('Trường không hợp lệ / invalid fields'),
  TooManyAttempts: problem('Quá nhiều lần thử / too many attempts'),
  Unavailable: problem('Tạm thời chưa phục vụ được, hãy gửi lại / temporarily unavailable, send again'),
};

type ProblemName = keyof typeof problemResponses;

const statuses: Readonly<Record<ProblemName, number>> = {
  BadRequest: 400,
  Unauthorized: 401,
  Forbidden: 403,
  NotFound: 404,
  Conflict: 409,
  StaleVersion: 412,
  TooLarge: 413,
  UnsupportedMediaType: 415,
  InvalidFields: 422,
  TooManyAttempts: 429,
  Unavailable: 503,
};

export const problems = (...names: readonly ProblemName[]): Record<string, object> =>
  Object.fromEntries(names.map((name) => [String(statuses[name]), { $ref: `#/components/responses/${name}` }]));
