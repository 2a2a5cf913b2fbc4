import { RowsParameters } from '../corrections/corrections.controller.js';
import { json, problems } from './components.js';
import type { Schemas } from './schemas.js';

const id = { name: 'id', in: 'path', required: true, schema: { type: 'string', format: 'uuid' } };
const key = {
  name: 'Idempotency-Key',
  in: 'header',
  required: true,
  schema: { type: 'string', format: 'uuid' },
};
const ok = (description: string) => ({ '200': { description, content: json({ type: 'object' }) } });
const common = ['Unauthorized', 'Forbidden', 'NotFound'] as const;

const operation = (operationId: string, summary: string, rest: object) => ({
  operationId,
  tags: ['inspections'],
  summary,
  ...rest,
});

const queryParameters = (schemas: Schemas, type: new () => object) =>
  Object.entries(schemas.convertOnly(type).properties ?? {}).map(([name, schema]) => ({ name, in: 'query', schema }));

/** What a correction needs besides the acts of people. */
export const inspectionPaths = (schemas: Schemas): Record<string, object> => ({
  '/api/corrections/{id}': {
    get: operation('read-correction', 'Một đính chính / one correction', {
      parameters: [id],
      responses: { ...ok('Trạng thái, lần chạy thử / status, dry run'), ...problems(...common) },
    }),
  },
  '/api/corrections/{id}/items': {
    post: operation('upload-correction-items', 'Thêm nội dung bằng tệp / add items from a file', {
      description:
        'Cột `act`, `corrects.stream`, `corrects.revision`, `body.<trường>`; NDJSON: cùng tên, dạng đối tượng. / Columns `act`, `corrects.stream`, `corrects.revision`, `body.<field>`; NDJSON: the same as objects. The same file under the same key goes on where it was interrupted.',
      parameters: [id, key],
      requestBody: {
        required: true,
        content: { 'application/x-ndjson': { schema: { type: 'string' } }, 'text/csv': { schema: { type: 'string' } } },
      },
      responses: {
        ...ok('Số nội dung / number of items'),
        ...problems('BadRequest', ...common, 'Conflict', 'TooLarge', 'UnsupportedMediaType', 'InvalidFields'),
      },
    }),
  },
  '/api/corrections/{id}/dry-run': {
    post: operation('dry-run-correction', 'Chạy thử: sự kiện mới, các dòng trước và sau / dry run', {
      parameters: [id],
      responses: {
        ...ok('Không ghi gì vào dữ liệu / nothing is written to the facts'),
        ...problems(...common, 'Conflict', 'Unavailable'),
      },
    }),
  },
  '/api/corrections/{id}/rows': {
    get: operation('correction-rows', 'Các dòng trước và sau của lần chạy thử / rows before and after', {
      parameters: [id, ...queryParameters(schemas, RowsParameters)],
      responses: { ...ok('Dòng / rows'), ...problems(...common, 'InvalidFields') },
    }),
  },
  '/api/corrections/{id}/apply': {
    post: operation('apply-correction', 'Thực hiện, rồi kiểm tra / carry out, then verify', {
      description: 'Gửi lại thì làm tiếp, không ghi hai lần / sent again it goes on, and writes nothing twice',
      parameters: [id],
      responses: {
        ...ok('Kết quả / what was written and found'),
        ...problems(...common, 'Conflict', 'Unavailable'),
      },
    }),
  },
  '/api/corrections/{id}/verify': {
    post: operation('verify-correction', 'Kiểm tra đúng các dòng đã chạy thử / verify exactly those rows changed', {
      parameters: [id],
      responses: { ...ok('Theo từng khung nhìn / by view'), ...problems(...common, 'Conflict', 'Unavailable') },
    }),
  },
  '/api/corrections/{id}/views/{view}': {
    get: operation('what-if', 'Khung nhìn nếu đính chính được thực hiện / a view as it would be', {
      description: 'Tham số như của khung nhìn / parameters as of the view itself',
      parameters: [id, { name: 'view', in: 'path', required: true, schema: { type: 'string' } }],
      responses: {
        ...ok('Một trang / a page'),
        ...problems('BadRequest', ...common, 'Conflict', 'InvalidFields', 'Unavailable'),
      },
    }),
  },
  '/api/dossiers/{id}/export': {
    get: operation('export-dossier', 'Xuất hồ sơ kiểm tra thành một tệp tự chứng minh / export a dossier', {
      description:
        'HTML đọc được, dữ liệu và chứng thực bên trong; mỗi lần xuất là một sự kiện. Kiểm tra bằng `node verify-dossier.mjs`. / Readable HTML with data and proofs in it; each export is an event.',
      parameters: [id],
      responses: {
        '200': { description: 'Tệp / the file', content: { 'text/html': { schema: { type: 'string' } } } },
        ...problems(...common, 'Unavailable'),
      },
    }),
  },
  '/api/dossiers/verifier': {
    get: operation('dossier-verifier', 'Chương trình kiểm tra hồ sơ, chỉ cần Node / the offline verifier', {
      responses: {
        '200': { description: 'verify-dossier.mjs', content: { 'text/javascript': { schema: { type: 'string' } } } },
        ...problems('Unauthorized', 'Unavailable'),
      },
    }),
  },
});
