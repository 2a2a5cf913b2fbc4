import type { AnyAct } from '#kernel';
import type { Context } from '#platform';
import { bulkLimits } from '../commands/bulk-commands.js';
import { xlsxType } from '../commands/read-rows.js';
import { json, problems, ref } from './components.js';
import { exampleOf, type Class, type Schemas } from './schemas.js';

const header = (name: string, isRequired: boolean, description: string, example: string, format?: string) => ({
  name,
  in: 'header',
  required: isRequired,
  description,
  schema: { type: 'string', ...(format ? { format } : {}) },
  example,
});

const flag = (name: string, description: string) => ({
  name,
  in: 'query',
  description,
  schema: { type: 'boolean', default: false },
});

const parameters = [
  header(
    'Idempotency-Key',
    true,
    'Mã lệnh do máy khách tạo; gửi lại cùng mã không làm gì thêm / id of the command, made by the client: sending it again has no further effect',
    '01918a3e-7c00-7000-8000-0000000000aa',
    'uuid',
  ),
  header('If-Match', false, 'ETag đã thấy / the ETag that the client saw', '"3"'),
  header('Correlation-Id', false, 'Nối các yêu cầu với nhau / ties requests together', 'dot-nhap-2024-08'),
  flag('dryRun', 'Chỉ với tệp: kiểm tra, không ghi / files only: check, write nothing'),
  flag('skipRefused', 'Chỉ với tệp: ghi các dòng hợp lệ dù có dòng bị từ chối / files only: apply the good rows'),
];

const fileNotes = `Nhiều lệnh một lần bằng NDJSON, CSV hoặc XLSX (dòng đầu là tên trường, trường lồng nhau viết \`decision.number\`; trường
chung của mọi dòng viết một lần trên URL: \`?all.decision.number=…\`; phụ lục phân công và danh sách cán bộ được dùng tiêu đề tiếng Việt và tên thay cho mã), tối đa ${bulkLimits.rows} dòng, ${bulkLimits.bytes / 1024 / 1024} MiB: cả tệp được kiểm tra trước, rồi mới ghi từng dòng. /
Many at once as NDJSON, CSV or XLSX (header row, dotted names for nested fields; what is the same in every row stands once
in the URL, \`?all.decision.number=…\`; files for assign-cadre and register-cadre may have Vietnamese headings, and names in the place of ids): the whole file is checked first, then applied row by row; the same file under the same key goes on where it was interrupted.`;

/** `POST /api/commands/<act>` for each act of a context. */
export const commandPaths = (context: Context, schemas: Schemas): [path: string, item: object][] =>
  context.acts.map((act) => [`/api/commands/${act.name}`, { post: commandOperation(context, act, schemas) }]);

function commandOperation(context: Context, act: AnyAct, schemas: Schemas): object {
  const schema = schemas.ref(act.command as Class);
  const receipt = { content: json(ref('Receipt')), headers: receiptHeaders };
  return {
    operationId: act.name,
    tags: [context.name],
    summary: `${act.summary.vi} / ${act.summary.en}`,
    description: `Vai trò / roles: ${act.roles.join(', ')}.\n\n${fileNotes}`,
    parameters,
    requestBody: {
      required: true,
      content: {
        ...json(schema, exampleOf(schema, schemas.all)),
        'application/x-ndjson': { schema: { type: 'string' } },
        'text/csv': { schema: { type: 'string' } },
        [xlsxType]: { schema: { type: 'string', format: 'binary' } },
      },
    },
    responses: {
      '200': {
        description:
          'Không có gì mới được ghi, hoặc báo cáo của tệp / nothing new was written, or the report of a file',
        content: json({ oneOf: [ref('Receipt'), ref('BulkReport')] }),
        headers: receiptHeaders,
      },
      '201': { description: 'Đã ghi bền vững / written durably', ...receipt },
      ...problems(
        'BadRequest',
        'Unauthorized',
        'Forbidden',
        'NotFound',
        'Conflict',
        'StaleVersion',
        'TooLarge',
        'UnsupportedMediaType',
        'InvalidFields',
        'Unavailable',
      ),
    },
  };
}

const receiptHeaders = {
  ETag: { description: 'Phiên bản của luồng / revision of the stream', schema: { type: 'string' } },
  'NCS-Position': { description: 'Dùng cho `atLeast` / for `atLeast`', schema: { type: 'string' } },
};
