import { formatPosition, rootUnitId } from '#kernel';
import { randomUUID } from 'node:crypto';
import { expectOk, id, registerUnits, startApi, units, type ApiUnderTest } from './support.js';

const decision = { number: '12/QĐ-TU', date: '2023-12-20', issuer: 'Tỉnh ủy Bắc Kạn' };

async function countOf(api: ApiUnderTest, stream: string): Promise<number> {
  let count = 0;
  for await (const _ of api.store.readStream(stream)) count++;
  return count;
}

describe('commands over HTTP', () => {
  let api: ApiUnderTest;
  beforeAll(async () => {
    api = await startApi();
    await registerUnits(api);
  });
  afterAll(() => api.stop());

  const commune = (name: string) => ({ unitId: id(name), name, level: 'commune', parentId: units.province });

  it('writes and answers with a receipt', async () => {
    const commandId = randomUUID();
    const reply = await api.command('register-unit', commune('Xã Thượng Giáo'), { id: commandId });
    const head = formatPosition((await api.store.head())!);
    expect(reply.status).toBe(201);
    expect(reply.headers).toMatchObject({ etag: '"0"', 'ncs-position': head });
    expect(reply.body).toEqual({
      commandId,
      stream: `unit-${id('Xã Thượng Giáo')}`,
      revision: 0,
      position: head,
      events: [{ id: expect.any(String), type: 'org-units.UnitRegistered', revision: 0 }],
      replayed: false,
    });
  });

  it('carries the actor, the correlation and the command in every event', async () => {
    const commandId = randomUUID();
    expectOk(
      await api
        .command('register-unit', commune('Xã Khang Ninh'), { id: commandId.toUpperCase() })
        .set('correlation-id', 'nhap-2024-08'),
    );
    const events = [];
    for await (const event of api.store.readStream(`unit-${id('Xã Khang Ninh')}`)) events.push(event);
    expect(events).toHaveLength(1);
    expect(events[0]!.metadata).toMatchObject({
      commandId,
      command: 'register-unit',
      $correlationId: 'nhap-2024-08',
      actor: { role: 'admin', unitId: rootUnitId },
    });
  });

  it('has one effect when the same command comes again', async () => {
    const commandId = randomUUID();
    const first = await api.command('register-unit', commune('Xã Yến Dương'), { id: commandId });
    const head = await api.head();
    const again = await api.command('register-unit', commune('Xã Yến Dương'), { id: `"${commandId}"` });
    expect(again.status).toBe(200);
    expect(again.body).toEqual({ ...first.body, replayed: true });
    expect(again.headers.etag).toBe('"0"');
    expect(await api.head()).toBe(head);
  });

  it('has one effect when the same command comes many times at once', async () => {
    const commandId = randomUUID();
    const replies = await Promise.all(
      Array.from({ length: 8 }, () => api.command('register-unit', commune('Xã Chu Hương'), { id: commandId })),
    );
    const receipts = replies.map((reply) => ({ ...(expectOk(reply).body as object), replayed: false }));
    expect(new Set(receipts.map((receipt) => JSON.stringify(receipt))).size).toBe(1);
    expect(await countOf(api, `unit-${id('Xã Chu Hương')}`)).toBe(1);
  });

  it('keeps If-Match: only the revision that was seen is changed', async () => {
    const unitId = id('Xã Mỹ Phương');
    expectOk(await api.command('register-unit', commune('Xã Mỹ Phương')));
    const rename = (name: string, etag: string) =>
      api.command('rename-unit', { unitId, name, effectiveAt: '2024-01-01', decision }).set('if-match', etag);
    const renamed = expectOk(await rename('Xã Mỹ Phương mới', '"0"'));
    expect(renamed.headers.etag).toBe('"1"');
    const stale = await rename('Xã Mỹ Phương khác', '"0"');
    expect(stale.status).toBe(412);
    expect(stale.body).toMatchObject({ code: 'command.stale-version', details: { expected: 0, actual: 1 } });
  });

  it('writes one line per command, without secrets', async () => {
    const commandId = randomUUID();
    api.log.length = 0;
    expectOk(await api.command('register-unit', commune('Xã Địa Linh'), { id: commandId }));
    const lines = api.log.filter((line) => line.includes(commandId));
    expect(lines).toHaveLength(1);
    expect(JSON.parse(lines[0]!)).toMatchObject({
      method: 'POST',
      path: '/api/commands/register-unit',
      status: 201,
      command: { act: 'register-unit', id: commandId, stream: `unit-${id('Xã Địa Linh')}`, revision: 0 },
    });
    expect(api.log.join()).not.toContain(api.admin);
  });
});
