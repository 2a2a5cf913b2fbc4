import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { loadScenario, ScenarioRefusedError } from './load-scenario.js';
import { commandId, type Scenario } from './scenario.js';

const step = (name: string) => ({ act: 'tell', body: { name } });
const story: Scenario = {
  name: 'spec',
  title: { vi: 'Thử', en: 'Spec' },
  phases: [
    {
      name: { vi: 'Một', en: 'one' },
      chains: [
        [step('a1'), step('a2'), step('a3')],
        [step('b1'), step('b2')],
      ],
    },
    { name: { vi: 'Hai', en: 'two' }, chains: [[step('c1')]] },
  ],
};
const ids = story.phases.flatMap((phase) =>
  phase.chains.flatMap((chain, index) => chain.map((_, stepIndex) => commandId(story, phase, index, stepIndex))),
);

interface Heard {
  readonly name: string;
  readonly id: string;
  readonly token: string;
}

describe('loadScenario', () => {
  let server: Server;
  let baseUrl: string;
  let heard: Heard[];
  /** What the server does with the n-th request; 201 with position n when it does nothing. */
  let behave: (n: number, reply: ServerResponse, request: Heard) => boolean;

  beforeEach(async () => {
    heard = [];
    behave = () => false;
    server = createServer((request, reply) => void answer(request, reply));
    await new Promise<void>((up) => server.listen(0, '127.0.0.1', up));
    baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterEach(() => {
    server.closeAllConnections();
    server.close();
  });

  async function answer(request: IncomingMessage, reply: ServerResponse): Promise<void> {
    let text = '';
    for await (const part of request) text += String(part);
    const { name } = JSON.parse(text) as { name: string };
    const said = {
      name,
      id: String(request.headers['idempotency-key']),
      token: String(request.headers['authorization']),
    };
    heard.push(said);
    const n = heard.length;
    if (behave(n, reply, said)) return;
    reply.writeHead(201, { 'content-type': 'application/json' }).end(JSON.stringify({ position: `${n}/${n}` }));
  }

  const refuse = (reply: ServerResponse, status: number, code: string): true => {
    reply.writeHead(status, { 'content-type': 'application/problem+json' }).end(JSON.stringify({ code }));
    return true;
  };
  const load = (token: () => string = () => 'T') => loadScenario(story, { baseUrl, token });
  const names = () => heard.map(({ name }) => name);

  it('sends every step once, chains in order, phases one after another, and tells the last position', async () => {
    expect(await load()).toBe('6/6');
    expect(names().filter((name) => name.startsWith('a'))).toEqual(['a1', 'a2', 'a3']);
    expect(names().at(-1)).toBe('c1');
    expect(heard.map(({ id }) => id).sort()).toEqual([...ids].sort());
    expect(new Set(ids).size).toBe(6);
  });

  it('sends a step again, under its id, when the answer was lost or the api could not answer', async () => {
    behave = (n, reply) => {
      if (n === 1) reply.destroy();
      if (n === 3) return refuse(reply, 503, 'event-store.unavailable');
      return n === 1;
    };
    await load();
    expect(heard).toHaveLength(8);
    expect(new Set(heard.map(({ id }) => id)).size).toBe(6);
    expect(names().filter((name, index) => name.startsWith('a') && names().indexOf(name) === index)).toEqual([
      'a1',
      'a2',
      'a3',
    ]);
  });

  it('asks for a new token when the old one is refused, once for all chains', async () => {
    let asked = 0;
    behave = (_n, reply, { token }) => token === 'Bearer T1' && refuse(reply, 401, 'identity.token-expired');
    await load(() => `T${++asked}`);
    expect(asked).toBe(2);
    expect(heard.filter(({ token }) => token === 'Bearer T2')).toHaveLength(6);
  });

  it('stops at a refusal and says which command it was', async () => {
    behave = (_n, reply, { name }) => name === 'a2' && refuse(reply, 409, 'tale.too-tall');
    const failure = await load().catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(ScenarioRefusedError);
    expect(failure).toMatchObject({ step: step('a2'), commandId: ids[1], refusal: { status: 409 } });
    expect((failure as Error).message).toContain('tale.too-tall');
    expect(names()).not.toContain('a3');
    expect(names()).not.toContain('c1');
  });
});
