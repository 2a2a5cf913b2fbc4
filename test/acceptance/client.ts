import { signIn } from '#scenarios';
import { randomBytes, randomUUID } from 'node:crypto';

/** An answer of the api; its body is what the assertions then say it is. */
export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Readonly<Record<string, unknown>>;
}

export type Row = Readonly<Record<string, string | number | boolean | null>>;

export interface ViewAnswer {
  readonly rows: readonly Row[];
  readonly totals: Row;
}

type Query = Readonly<Record<string, string | number>>;

/** Whoever has an access token. */
export class Client {
  constructor(
    readonly baseUrl: string,
    readonly token: string,
    /** Position that every answer of a view must include. */
    private readonly atLeast?: string,
  ) {}

  get(path: string): Promise<Answer> {
    return this.fetch(path, {});
  }

  post(path: string, body?: object | string, headers: Readonly<Record<string, string>> = {}): Promise<Answer> {
    const text = body === undefined || typeof body === 'string' ? body : JSON.stringify(body);
    const type = body === undefined ? {} : { 'content-type': 'application/json' };
    return this.fetch(path, {
      method: 'POST',
      headers: { ...type, ...headers },
      ...(text !== undefined && { body: text }),
    });
  }

  /** A command under a new id, unless `headers` say otherwise. */
  command(act: string, body: object | string, headers: Readonly<Record<string, string>> = {}): Promise<Answer> {
    return this.fetch(`/api/commands/${act}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'idempotency-key': randomUUID(), ...headers },
      body: typeof body === 'string' ? body : JSON.stringify(body),
    });
  }

  /** One page, with whatever the api answers. */
  view(name: string, query: Query = {}): Promise<Answer> {
    const wait = this.atLeast ? { atLeast: this.atLeast, wait: 10_000 } : {};
    const parameters = Object.entries({ ...wait, ...query }).map(([key, value]) => [key, String(value)]);
    return this.get(`/api/views/${name}?${new URLSearchParams(parameters as [string, string][]).toString()}`);
  }

  /** All rows, page by page, and the totals. Fails when the api refuses. */
  async rows(name: string, query: Query = {}): Promise<ViewAnswer> {
    const rows: Row[] = [];
    let totals: Row = {};
    let after: string | null = null;
    do {
      const { status, body } = await this.view(name, { limit: 1000, ...query, ...(after ? { after } : {}) });
      if (status !== 200) throw new Error(`${name}: status ${status}, ${JSON.stringify(body)}`);
      rows.push(...(body['rows'] as Row[]));
      if (after === null) totals = body['totals'] as Row;
      after = body['next'] as string | null;
    } while (after !== null);
    return { rows, totals };
  }

  private async fetch(path: string, init: RequestInit): Promise<Answer> {
    const headers = { authorization: `Bearer ${this.token}`, ...(init.headers as Record<string, string>) };
    const reply = await fetch(`${this.baseUrl}${path}`, { ...init, headers });
    const text = await reply.text();
    return { status: reply.status, headers: reply.headers, body: JSON.parse(text) };
  }
}

/** Signs in with a one-time password and replaces it, as a person must. */
export async function withOwnPassword(
  url: string,
  username: string,
  oneTimePassword: string,
  newPassword = randomBytes(12).toString('base64url'),
): Promise<Client> {
  const token = await signIn(url, username, oneTimePassword);
  const reply = await fetch(`${url}/api/auth/change-password`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
    body: JSON.stringify({ password: oneTimePassword, newPassword }),
  });
  if (!reply.ok) throw new Error(`the new password was refused: ${await reply.text()}`);
  return new Client(url, ((await reply.json()) as { accessToken: string }).accessToken);
}
