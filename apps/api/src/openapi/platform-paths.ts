import { ChangePassword, CreateAccount, SignIn } from '#platform/identity';
import { json, problems, ref } from './components.js';
import { exampleOf, type Class, type Schemas } from './schemas.js';

const isPublic = { security: [] };
const ok = (description: string, content: object) => ({ '200': { description, content } });
const account = json(ref('Account'));
const accountId = { name: 'id', in: 'path', required: true, schema: { type: 'string', format: 'uuid' } };

/** Routes that belong to no context. */
export function platformPaths(schemas: Schemas): Record<string, object> {
  const body = (type: Class) => {
    const schema = schemas.ref(type);
    return { requestBody: { required: true, content: json(schema, exampleOf(schema, schemas.all)) } };
  };
  const operation = (operationId: string, tag: string, summary: string, rest: object) => ({
    operationId,
    tags: [tag],
    summary,
    ...rest,
  });
  const onAccount = (name: string, summary: string) => ({
    post: operation(`${name}-account`, 'accounts', summary, {
      parameters: [accountId],
      responses: {
        ...ok('Tài khoản / the account', account),
        ...problems('Unauthorized', 'Forbidden', 'NotFound', 'Conflict'),
      },
    }),
  });
  return {
    '/api/auth/sign-in': {
      post: operation('sign-in', 'auth', 'Đăng nhập / sign in (local accounts)', {
        ...isPublic,
        ...body(SignIn),
        responses: {
          ...ok('Mã truy cập / access token', json(ref('AccessToken'))),
          ...problems('BadRequest', 'Unauthorized', 'InvalidFields', 'TooManyAttempts'),
        },
      }),
    },
    '/api/auth/change-password': {
      post: operation('change-password', 'auth', 'Đổi mật khẩu / change the password', {
        ...body(ChangePassword),
        responses: {
          ...ok('Mã truy cập mới; mã cũ hết hiệu lực / a new token; the old ones end', json(ref('AccessToken'))),
          ...problems('BadRequest', 'Unauthorized', 'InvalidFields', 'TooManyAttempts'),
        },
      }),
    },
    '/api/me': {
      get: operation('me', 'auth', 'Mã truy cập này là của ai / who this token speaks for', {
        responses: { ...ok('Người dùng / the actor', json({ type: 'object' })), ...problems('Unauthorized') },
      }),
    },
    '/api/accounts': {
      get: operation('list-accounts', 'accounts', 'Danh sách tài khoản / accounts', {
        parameters: [
          { name: 'limit', in: 'query', schema: { type: 'integer', minimum: 1, maximum: 1000 } },
          { name: 'after', in: 'query', schema: { type: 'string' } },
        ],
        responses: {
          ...ok(
            'Tài khoản trong phạm vi / accounts within scope',
            json({ type: 'object', properties: { accounts: { type: 'array', items: ref('Account') } } }),
          ),
          ...problems('Unauthorized', 'Forbidden', 'InvalidFields'),
        },
      }),
      post: operation('create-account', 'accounts', 'Tạo tài khoản / create an account', {
        ...body(CreateAccount),
        responses: {
          '201': { description: 'Kèm mật khẩu dùng một lần / with a one-time password', content: account },
          ...problems('BadRequest', 'Unauthorized', 'Forbidden', 'Conflict', 'InvalidFields'),
        },
      }),
    },
    '/api/accounts/{id}/disable': onAccount('disable', 'Khóa tài khoản / disable an account'),
    '/api/accounts/{id}/enable': onAccount('enable', 'Mở khóa tài khoản / enable an account'),
    '/api/accounts/{id}/reset-password': onAccount('reset', 'Cấp mật khẩu dùng một lần / give a one-time password'),
    '/api/openapi.json': {
      get: operation('openapi', 'system', 'Tài liệu này / this document', {
        ...isPublic,
        responses: ok('OpenAPI', json({ type: 'object' })),
      }),
    },
    '/health/live': {
      get: operation('health-live', 'system', 'Tiến trình đang chạy / the process is alive', {
        ...isPublic,
        responses: ok('ok', json({ type: 'object' })),
      }),
    },
    '/health/ready': {
      get: operation('health-ready', 'system', 'Sẵn sàng phục vụ / ready for requests', {
        ...isPublic,
        responses: {
          ...ok('ok', json({ type: 'object' })),
          '503': {
            description: 'PostgreSQL hoặc kho sự kiện không trả lời / does not answer',
            content: json({ type: 'object' }),
          },
        },
      }),
    },
    '/metrics': {
      get: operation('metrics', 'system', 'Số đo cho Prometheus / for Prometheus', {
        responses: {
          ...ok('Prometheus', { 'text/plain': { schema: { type: 'string' } } }),
          ...problems('Unauthorized'),
        },
      }),
    },
  };
}
