import { randomUUID } from 'node:crypto';
import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { canonicalUuid } from '../protocol/uuid.js';
import { streamName } from '../protocol/stream-messages.js';
import { Expected } from '../streams/expected.js';
import { append } from '../streams/stream-writes.js';
import type { NodeContext } from './context.js';

const PING = JSON.stringify({ msgTypeId: 1, text: 'Ping request successfully handled' });
const NOTHING = Buffer.alloc(0);

/** The small HTTP/1.1 part: `GET /ping`, and `POST /streams/{name}` for one event named by the ES- headers. */
export function http1Listener(context: NodeContext): RequestListener {
  return (request, response) => {
    const path = (request.url ?? '').split('?')[0] ?? '';
    if (path === '/ping' && (request.method === 'GET' || request.method === 'HEAD')) {
      return reply(request, response, 200, PING, 'application/json; charset=utf-8');
    }
    if (request.method === 'POST' && /^\/streams\/[^/]+$/.test(path)) {
      postEvent(context, request, response, path.slice('/streams/'.length)).catch((error: unknown) =>
        reply(request, response, 400, error instanceof Error ? error.message : String(error)),
      );
      return;
    }
    reply(request, response, 404, 'Not Found');
  };
}

function reply(
  request: IncomingMessage,
  response: ServerResponse,
  status: number,
  text: string,
  type = 'text/plain; charset=utf-8',
): void {
  request.resume();
  response.writeHead(status, { 'content-type': type }).end(text);
}

async function postEvent(
  context: NodeContext,
  request: IncomingMessage,
  response: ServerResponse,
  encodedName: string,
): Promise<void> {
  const stream = streamName(decodeURIComponent(encodedName));
  const type = request.headers['es-eventtype'];
  if (typeof type !== 'string' || type === '') return reply(request, response, 400, 'ES-EventType is missing.');
  const named = request.headers['es-eventid'];
  const id = typeof named === 'string' ? canonicalUuid(named) : randomUUID();
  const data = await body(request, context.maxAppendSize);
  if (!data) return reply(request, response, 413, `The body exceeds ${context.maxAppendSize} bytes.`);
  const isJson = (request.headers['content-type'] ?? '').split(';')[0] === 'application/json';
  const event = { id, type, isJson, data, metadata: NOTHING };
  const outcome = await context.writer.submit(data.length, (staging) => append(staging, stream, Expected.ANY, [event]));
  if (outcome.kind === 'deleted') return reply(request, response, 410, 'Stream deleted');
  if (outcome.kind === 'wrong') return reply(request, response, 400, 'Wrong expected EventNumber');
  response.setHeader('location', `/streams/${encodedName}/${outcome.revision}`);
  reply(request, response, 201, '');
}

/** Undefined when the body is longer than `limit`. */
async function body(request: IncomingMessage, limit: number): Promise<Buffer | undefined> {
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of request as AsyncIterable<Buffer>) {
    size += part.length;
    if (size > limit) return undefined;
    parts.push(part);
  }
  return Buffer.concat(parts);
}
