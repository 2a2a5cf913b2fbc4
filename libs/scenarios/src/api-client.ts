import pRetry, { AbortError } from 'p-retry';

/** The api refused; `problem` is its answer (RFC 9457) or, when it was not JSON, its text. */
export class ApiRefusalError extends Error {
  override readonly name = 'ApiRefusalError';

  constructor(
    readonly status: number,
    readonly problem: unknown,
    what: string,
  ) {
    super(`${what} was refused with status ${status}: ${JSON.stringify(problem)}`);
  }
}

/** No answer, or one that says to come again, as while a process is started again. */
class UnavailableError extends Error {
  override readonly name = 'UnavailableError';
}

const passingStatuses: readonly number[] = [429, 502, 503, 504];
/** A process that was killed is back well within this time. */
const patienceMs = 90_000;
/** A connection to a machine that vanished says nothing: without this limit it would be waited for for ever. */
const answerTimeoutMs = 30_000;

/**
 * POSTs JSON until somebody answers. Safe for commands with an Idempotency-Key and for nothing else that writes.
 * @throws ApiRefusalError on any answer that a retry would not change
 */
export async function post(
  url: string,
  body: unknown,
  headers: Readonly<Record<string, string>> = {},
): Promise<Readonly<Record<string, unknown>>> {
  const address = new URL(url);
  const attempt = async (): Promise<Readonly<Record<string, unknown>>> => {
    const { ok, status, text } = await send(address, body, headers);
    if (passingStatuses.includes(status)) throw new UnavailableError(`${url}: status ${status}`);
    if (!ok) throw new AbortError(new ApiRefusalError(status, parsed(text), url));
    return JSON.parse(text) as Readonly<Record<string, unknown>>;
  };
  return pRetry(attempt, {
    retries: Infinity,
    maxRetryTime: patienceMs,
    minTimeout: 50,
    maxTimeout: 2_000,
    randomize: true,
    shouldRetry: ({ error }) => error instanceof UnavailableError,
  });
}

/** @throws UnavailableError however the connection broke: whether the command was carried out is unknown */
async function send(address: URL, body: unknown, headers: Readonly<Record<string, string>>) {
  try {
    const reply = await fetch(address, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify(body),
      signal: AbortSignal.timeout(answerTimeoutMs),
    });
    return { ok: reply.ok, status: reply.status, text: await reply.text() };
  } catch (error) {
    throw new UnavailableError(`${address.href}: no answer`, { cause: error });
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/** An access token of a local account. @throws ApiRefusalError */
export async function signIn(baseUrl: string, username: string, password: string): Promise<string> {
  const { accessToken } = await post(`${baseUrl}/api/auth/sign-in`, { username, password });
  return accessToken as string;
}
