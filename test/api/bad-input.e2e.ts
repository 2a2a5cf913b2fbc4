import { formatPosition, rootUnitId } from '#kernel';
import { randomUUID } from 'node:crypto';
import type { Test } from 'supertest';
import { id, registerUnits, startApi, units, type ApiUnderTest } from './support.js';

type Send = (api: ApiUnderTest) => Test;
type Case = [what: string, send: Send, status: number, code: string, fields?: string[]];

const good = { unitId: id('x'), name: 'Xã Nam Cường', level: 'commune', parentId: units.province };
const raw = (text: string, type = 'application/json'): Send => {
  return (api) => post(api).set('content-type', type).send(text);
};
const post = (api: ApiUnderTest, act = 'register-unit'): Test =>
  api
    .http()
    .post(`/api/commands/${act}`)
    .set('authorization', `Bearer ${api.admin}`)
    .set('idempotency-key', randomUUID());
const body = (value: object): Send => {
  return (api) => post(api).send(value);
};
const withHeader = (name: string, value: string): Send => {
  return (api) => post(api).set(name, value).send(good);
};
const view = (query: string): Send => {
  return (api) => api.get(`/api/views/unit-directory${query}`);
};
const file = (text: string | Buffer, type = 'text/csv', query = ''): Send => {
  return (api) =>
    api
      .http()
      .post(`/api/commands/register-unit${query}`)
      .set('authorization', `Bearer ${api.admin}`)
      .set('idempotency-key', randomUUID())
      .set('content-type', type)
      .send(text);
};
const signIn = (value: object): Send => {
  return (api) => api.http().post('/api/auth/sign-in').send(value);
};
const flip = (token: string): string => `${token.slice(0, -8)}${[...token.slice(-8)].reverse().join('')}`;

const cases: Case[] = [
  // The request itself
  ['JSON that is cut off', raw('{"unitId":'), 400, 'request.malformed'],
  ['an empty JSON body', raw(''), 400, 'request.malformed'],
  ['a prototype in the JSON', raw('{"__proto__":{"x":1}}'), 400, 'request.malformed'],
  ['a form', raw('unitId=1', 'application/x-www-form-urlencoded'), 415, 'request.unsupported-media-type'],
  ['plain text', raw('hello', 'text/plain'), 415, 'request.unsupported-media-type'],
  ['a body without type', (api) => post(api), 400, 'request.body-missing'],
  ['a body that is too large', body({ ...good, name: 'x'.repeat(300_000) }), 413, 'request.too-large'],
  ['a path that nobody knows', (api) => api.get('/api/nothing'), 404, 'request.unknown-path'],
  ['a path that is no text', (api) => api.get('/api/views/%ff'), 400, 'request.malformed'],
  ['a wrong method', (api) => api.get('/api/commands/register-unit'), 405, 'request.method-not-allowed'],
  ['a wrong method on a view', (api) => api.http().delete('/api/views/coverage'), 405, 'request.method-not-allowed'],
  // The command
  ['an unknown act', (api) => post(api, 'promote-cadre').send(good), 404, 'command.unknown'],
  ['an inherited name as act', (api) => post(api, 'constructor').send(good), 404, 'command.unknown'],
  ['no command id', (api) => post(api).unset('idempotency-key').send(good), 400, 'command.idempotency-key-missing'],
  ['a command id of another form', withHeader('idempotency-key', '42'), 400, 'command.idempotency-key-malformed'],
  ['If-Match of another form', withHeader('if-match', 'W/"1"'), 400, 'command.if-match-malformed'],
  ['If-Match with a star', withHeader('if-match', '*'), 400, 'command.if-match-malformed'],
  ['a stale If-Match', withHeader('if-match', '"7"'), 412, 'command.stale-version'],
  ['a query parameter', (api) => post(api).query({ force: 'true' }).send(good), 422, 'request.invalid', ['force']],
  ['a list', body([good]), 422, 'request.invalid', ['']],
  ['nothing in the object', body({}), 422, 'request.invalid', ['unitId', 'name', 'level', 'parentId']],
  ['a field nobody knows', body({ ...good, salary: 1 }), 422, 'request.invalid', ['salary']],
  ['a made-up envelope', body({ ...good, envelope: {} }), 422, 'request.invalid', ['envelope']],
  ['an id of another form', body({ ...good, unitId: '1; DROP TABLE' }), 422, 'request.invalid', ['unitId']],
  ['an object for an id', body({ ...good, unitId: { $ne: 1 } }), 422, 'request.invalid', ['unitId']],
  ['a NUL in a name', body({ ...good, name: 'a\u0000' }), 422, 'request.invalid', ['name']],
  ['a level that is none', body({ ...good, level: 'planet' }), 422, 'request.invalid', ['level']],
  ['a day that does not exist', body({ ...good, effectiveAt: '2024-02-30' }), 422, 'request.invalid', ['effectiveAt']],
  ['a rule', body({ ...good, unitId: units.communeA }), 409, 'org-unit.already-registered'],
  // Files
  ['an empty file', file(''), 400, 'bulk.empty'],
  ['a header alone', file('unitId,name\n'), 400, 'bulk.empty'],
  ['a broken quote', file('unitId,name\n"a,b\n'), 400, 'bulk.csv-malformed'],
  ['a row with a cell too many', file('unitId,name\na,b,c\n'), 400, 'bulk.csv-malformed'],
  ['a heading twice', file('name,name\na,b\n'), 422, 'bulk.header-invalid'],
  ['a heading with diacritics', file('tên đơn vị\na\n'), 422, 'bulk.header-invalid'],
  ['another encoding', file(Buffer.from([0x61, 0xff, 0xfe, 0x0a])), 400, 'bulk.not-utf8'],
  ['a line without end', file(`{"name":"${'x'.repeat(70_000)}`, 'application/x-ndjson'), 413, 'bulk.line-too-long'],
  ['too many rows', file('{}\n'.repeat(20_001), 'application/x-ndjson'), 413, 'bulk.too-many-rows'],
  ['a flag that is neither', file('a\n1\n', 'text/csv', '?dryRun=yes'), 422, 'request.invalid', ['dryRun']],
  ['a flag nobody knows', file('a\n1\n', 'text/csv', '?dryrun=true'), 422, 'request.invalid', ['dryrun']],
  ['If-Match with a file', (api) => file('a\n1\n')(api).set('if-match', '"1"'), 400, 'bulk.no-if-match'],
  [
    'a file where none is taken',
    (api) => api.http().post('/api/auth/sign-in').set('content-type', 'text/csv').send('a'),
    415,
    'request.unsupported-media-type',
  ],
  // Views
  ['an unknown view', (api) => api.get('/api/views/salaries'), 404, 'views.unknown'],
  ['a filter nobody knows', view('?salary=1'), 422, 'request.invalid', ['salary']],
  ['a filter of another form', view('?unitId=1'), 422, 'request.invalid', ['unitId']],
  ['a filter twice', view('?level=cell&level=commune'), 422, 'request.invalid', ['level']],
  ['a page too large', view('?limit=1001'), 422, 'request.invalid', ['limit']],
  ['a page of nothing', view('?limit=0'), 422, 'request.invalid', ['limit']],
  ['a limit that is no number', view('?limit=all'), 422, 'request.invalid', ['limit']],
  ['a cursor of another form', view('?after=abc'), 422, 'request.invalid', ['after']],
  [
    'a cursor that is no text',
    view(`?after=${Buffer.from('[1]').toString('base64url')}`),
    422,
    'request.invalid',
    ['after'],
  ],
  ['a position of another form', view('?atLeast=12'), 422, 'request.invalid', ['atLeast']],
  ['a wait too long', view('?wait=10001'), 422, 'request.invalid', ['wait']],
  ['a format nobody knows', view('?format=xml'), 422, 'request.invalid', ['format']],
  ['a position that is not reached', view('?atLeast=999999999/999999999&wait=20'), 503, 'views.position-not-reached'],
  // Tokens
  ['no token', (api) => api.http().get('/api/views/coverage'), 401, 'identity.token-missing'],
  [
    'no token, and a body never looked at',
    (api) => api.http().post('/api/commands/x').set('content-type', 'application/json').send('{'),
    401,
    'identity.token-missing',
  ],
  [
    'another scheme',
    (api) => api.http().get('/api/me').set('authorization', 'Basic YTpi'),
    401,
    'identity.token-malformed',
  ],
  ['a text for a token', (api) => api.get('/api/me', 'abc'), 401, 'identity.token-invalid'],
  ['a token with another signature', (api) => api.get('/api/me', flip(api.admin)), 401, 'identity.token-invalid'],
  ['a token without signature', (api) => api.get('/api/me', unsigned(api.admin)), 401, 'identity.token-invalid'],
  // Accounts
  ['a wrong password', signIn({ username: 'nobody', password: 'x' }), 401, 'identity.sign-in-failed'],
  ['a password that is an object', signIn({ username: 'admin', password: {} }), 422, 'request.invalid', ['password']],
  ['an account of no role', (api) => account(api, { role: 'system' }), 422, 'request.invalid', ['role']],
  ['an account with spaces', (api) => account(api, { username: 'a b' }), 422, 'request.invalid', ['username']],
  ['an account that exists', (api) => account(api, { username: 'admin' }), 409, 'identity.account-exists'],
  [
    'an account nobody knows',
    (api) =>
      api
        .http()
        .post(`/api/accounts/${id('x')}/disable`)
        .set('authorization', `Bearer ${api.admin}`),
    404,
    'identity.account-unknown',
  ],
  [
    'an account id of another form',
    (api) => api.http().post('/api/accounts/1/disable').set('authorization', `Bearer ${api.admin}`),
    404,
    'identity.account-unknown',
  ],
];

const account = (api: ApiUnderTest, part: object): Test =>
  api
    .http()
    .post('/api/accounts')
    .set('authorization', `Bearer ${api.admin}`)
    .send({ username: 'somebody', role: 'office', unitId: rootUnitId, ...part });

const unsigned = (token: string): string => {
  const header = Buffer.from(JSON.stringify({ alg: 'none' })).toString('base64url');
  return `${header}.${token.split('.')[1]!}.`;
};

describe('bad input', () => {
  let api: ApiUnderTest;
  let before: string | undefined;
  beforeAll(async () => {
    api = await startApi({ projector: true });
    await registerUnits(api);
    before = formatPosition((await api.store.head())!);
    await api.get(`/api/views/unit-directory?atLeast=${before}&wait=10000`).expect(200);
  });
  afterAll(() => api.stop());

  const rows = cases.map(([what, send, status, code, fields]) => ({ what, send, status, code, fields }));
  it.each(rows)('$what: an answer of its own, and nothing changes', async ({ code, fields, send, status }) => {
    const reply = await send(api);
    expect({ status: reply.status, code: reply.body.code as unknown }).toEqual({ status, code });
    expect(reply.headers['content-type']).toBe('application/problem+json; charset=utf-8');
    expect(reply.body).toMatchObject({ type: `urn:nam-co-so:${code}`, status, correlationId: expect.any(String) });
    // A title of its own, in Vietnamese: not the code again.
    expect(reply.body.title).not.toBe(code);
    const named = (reply.body.errors ?? []) as { field: string }[];
    if (fields) expect([...new Set(named.map(({ field }) => field))]).toEqual(fields);
    if (status === 401) expect(reply.headers['www-authenticate']).toMatch(/^Bearer realm="nam-co-so"/);
    if (status === 405) expect(reply.headers.allow).toMatch(/^(GET, HEAD|POST)$/);
    if (status === 503) expect(reply.headers['retry-after']).toMatch(/^\d+$/);
    expect(reply.text).not.toMatch(/node_modules|\.ts:|\bat [A-Z]\w+\./);
    expect(await api.head()).toBe(before);
  });

  it('answers in English when asked to', async () => {
    const reply = await post(api)
      .set('accept-language', 'en-GB,vi;q=0.5')
      .send({ ...good, unitId: 'x' });
    expect(reply.body).toMatchObject({
      title: 'Some fields are invalid',
      errors: [{ field: 'unitId', code: 'is-uuid', message: 'unitId must be a UUID' }],
    });
  });

  it('tells nothing of an error of its own', async () => {
    await api.dataSource.query('ALTER TABLE account RENAME COLUMN role TO rolle');
    try {
      const reply = await api.get('/api/accounts');
      expect(reply.status).toBe(500);
      expect(reply.body).toMatchObject({ code: 'internal', title: 'Lỗi của hệ thống' });
      expect(reply.text).not.toMatch(/role|column/);
    } finally {
      await api.dataSource.query('ALTER TABLE account RENAME COLUMN rolle TO role');
    }
  });
});
