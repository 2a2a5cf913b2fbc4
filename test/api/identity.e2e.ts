import { rootUnitId } from '#kernel';
import { ensureFirstAdmin } from '#platform/identity';
import { exportJWK, generateKeyPair, SignJWT, type CryptoKey } from 'jose';
import { createServer, type Server } from 'node:http';
import { id, registerUnits, startApi, units, type ApiUnderTest } from './support.js';

const signIn = (api: ApiUnderTest, username: string, password: string) =>
  api.http().post('/api/auth/sign-in').send({ username, password });

describe('local accounts', () => {
  let api: ApiUnderTest;
  beforeAll(async () => {
    api = await startApi();
    await registerUnits(api);
  });
  afterAll(() => api.stop());

  const create = (body: object, token = api.admin) =>
    api.http().post('/api/accounts').set('authorization', `Bearer ${token}`).send(body);
  const on = (accountId: string, act: string, token = api.admin) =>
    api.http().post(`/api/accounts/${accountId}/${act}`).set('authorization', `Bearer ${token}`);

  it('makes a first admin once', async () => {
    expect(await ensureFirstAdmin(api.dataSource)).toBeUndefined();
  });

  it('lets a one-time password do nothing but be changed', async () => {
    const account = { username: 'lan.ht', role: 'secretary', unitId: units.cellA };
    const created = await create(account).expect(201);
    expect(created.body).toMatchObject({ ...account, mustChangePassword: true });
    const password = created.body.oneTimePassword as string;
    const first = await signIn(api, 'Lan.HT', password).expect(200);
    expect(first.body).toMatchObject({ mustChangePassword: true, tokenType: 'Bearer', expiresIn: 3600 });
    const token = first.body.accessToken as string;
    await api.get('/api/me', token).expect(200, {
      subject: created.body.id,
      role: 'secretary',
      unitId: units.cellA,
      mustChangePassword: true,
    });
    const refused = await api.get('/api/views/unit-directory', token).expect(403);
    expect(refused.body.code).toBe('identity.password-change-required');
    const change = (newPassword: string) =>
      api
        .http()
        .post('/api/auth/change-password')
        .set('authorization', `Bearer ${token}`)
        .send({ password, newPassword });
    expect((await change('ngắn')).body.errors).toMatchObject([{ field: 'newPassword', code: 'min-length' }]);
    expect((await change('của lan.ht mãi')).body.errors).toMatchObject([{ field: 'newPassword', code: 'is-new' }]);
    const changed = await change('con mèo trèo cây cau').expect(200);
    await api.get('/api/me', changed.body.accessToken as string).expect(200);
    const old = await api.get('/api/me', token).expect(401);
    expect(old.body.code).toBe('identity.token-revoked');
    await signIn(api, 'lan.ht', password).expect(401);
    // What people type comes in either Unicode form.
    await signIn(api, 'lan.ht', 'con mèo trèo cây cau'.normalize('NFD')).expect(200);
  });

  it('ends the tokens of a disabled account', async () => {
    const created = await create({ username: 'tam.nv', role: 'office', unitId: units.communeA }).expect(201);
    const { accessToken } = (await signIn(api, 'tam.nv', created.body.oneTimePassword as string)).body;
    await api.get('/api/me', accessToken).expect(200);
    await on(created.body.id as string, 'disable').expect(200);
    await api.get('/api/me', accessToken).expect(401);
    await signIn(api, 'tam.nv', created.body.oneTimePassword as string).expect(401);
    await on(created.body.id as string, 'enable').expect(200);
    await signIn(api, 'tam.nv', created.body.oneTimePassword as string).expect(200);
    const reset = await on(created.body.id as string, 'reset-password').expect(200);
    await signIn(api, 'tam.nv', created.body.oneTimePassword as string).expect(401);
    await signIn(api, 'tam.nv', reset.body.oneTimePassword as string).expect(200);
  });

  it('keeps an admin within the own subtree', async () => {
    const token = await api.tokenFor('admin', units.communeA);
    await create({ username: 'inside', role: 'cadre', unitId: units.cellA }, token).expect(201);
    const outside = await create({ username: 'outside', role: 'cadre', unitId: units.cellB }, token).expect(403);
    expect(outside.body.code).toBe('identity.outside-scope');
    const above = await create({ username: 'above', role: 'admin', unitId: rootUnitId }, token).expect(403);
    expect(above.body.code).toBe('identity.outside-scope');
    const list = await api.get('/api/accounts?limit=1000', token).expect(200);
    const listed = list.body.accounts as { unitId: string }[];
    expect(listed.length).toBeGreaterThan(0);
    for (const { unitId } of listed) expect([units.communeA, units.cellA]).toContain(unitId);
    expect(list.text).not.toMatch(/hash|argon2/i);
    const [root] = await api.dataSource.query<{ id: string }[]>('SELECT id FROM account WHERE unit_id = $1', [
      rootUnitId,
    ]);
    expect((await on(root!.id, 'disable', token)).body.code).toBe('identity.account-unknown');
  });

  it('lets nobody but admins manage accounts, and no admin lock themselves out', async () => {
    const office = await api.tokenFor('office', units.province);
    expect((await create({ username: 'x.y', role: 'cadre', unitId: units.cellA }, office)).body.code).toBe(
      'identity.admin-only',
    );
    const me = (await api.get('/api/me')).body as { subject: string };
    expect((await on(me.subject, 'disable')).body.code).toBe('identity.own-account');
  });

  it('slows guessing down', async () => {
    for (let attempt = 0; attempt < 5; attempt++) {
      expect((await signIn(api, 'guessed', 'wrong')).body.code).toBe('identity.sign-in-failed');
    }
    const refused = await signIn(api, 'GUESSED', 'wrong').expect(429);
    expect(refused.body.code).toBe('identity.too-many-attempts');
    expect(Number(refused.headers['retry-after'])).toBeGreaterThan(0);
  });
});

describe('an OpenID Connect provider', () => {
  const audience = 'nam-co-so';
  let provider: Server;
  let issuer: string;
  let key: CryptoKey;
  let api: ApiUnderTest;

  beforeAll(async () => {
    const pair = await generateKeyPair('RS256', { extractable: true });
    key = pair.privateKey;
    const jwk = { ...(await exportJWK(pair.publicKey)), kid: 'one', alg: 'RS256', use: 'sig' };
    provider = createServer((request, reply) => {
      reply.setHeader('content-type', 'application/json');
      if (request.url === '/.well-known/openid-configuration') {
        reply.end(JSON.stringify({ issuer, jwks_uri: `${issuer}/keys` }));
      } else reply.end(JSON.stringify({ keys: [jwk] }));
    });
    await new Promise<void>((listening) => provider.listen(0, '127.0.0.1', listening));
    issuer = `http://127.0.0.1:${(provider.address() as { port: number }).port}`;
    api = await startApi({ environment: { NCS_OIDC_ISSUER: issuer, NCS_OIDC_ROLE_CLAIM: 'realm_access.roles' } });
  });
  afterAll(async () => {
    await api.stop();
    provider.close();
  });

  const claims = { realm_access: { roles: ['offline_access', 'inspector'] }, unit_id: rootUnitId };
  const token = (payload: object = claims, change: { issuer?: string; audience?: string; expires?: string } = {}) =>
    new SignJWT({ ...payload })
      .setProtectedHeader({ alg: 'RS256', kid: 'one' })
      .setSubject(id('inspector'))
      .setIssuer(change.issuer ?? issuer)
      .setAudience(change.audience ?? audience)
      .setIssuedAt()
      .setExpirationTime(change.expires ?? '5m')
      .sign(key);

  it('vouches for its users', async () => {
    await api.get('/api/me', await token()).expect(200, {
      subject: id('inspector'),
      role: 'inspector',
      unitId: rootUnitId,
      mustChangePassword: false,
    });
  });

  it.each<[string, () => Promise<string>, string]>([
    ['an expired token', () => token(claims, { expires: '-1m' }), 'identity.token-expired'],
    ['another audience', () => token(claims, { audience: 'x' }), 'identity.token-invalid'],
    ['another issuer', () => token(claims, { issuer: 'http://x' }), 'identity.token-invalid'],
    [
      'no role of ours',
      () => token({ ...claims, realm_access: { roles: ['system', 'boss'] } }),
      'identity.role-missing',
    ],
    ['no roles at all', () => token({ unit_id: rootUnitId }), 'identity.role-missing'],
    ['no unit', () => token({ realm_access: claims.realm_access }), 'identity.unit-missing'],
    ['a unit of another form', () => token({ ...claims, unit_id: 'root' }), 'identity.unit-missing'],
    ['our own secret as the key', () => symmetric(), 'identity.token-invalid'],
  ])('is not vouching: %s', async (_what, make, code) => {
    const reply = await api.get('/api/me', await make()).expect(401);
    expect(reply.body.code).toBe(code);
  });

  const symmetric = () =>
    new SignJWT(claims)
      .setProtectedHeader({ alg: 'HS256', kid: 'one' })
      .setSubject('x')
      .setIssuer(issuer)
      .setAudience(audience)
      .setExpirationTime('5m')
      .sign(new Uint8Array(32));

  it('leaves no local accounts beside', async () => {
    await api.http().post('/api/auth/sign-in').send({ username: 'admin', password: 'x' }).expect(404);
    await api.get('/api/accounts', await token()).expect(404);
  });
});
