import type { RequestListener } from 'node:http';

const PING = JSON.stringify({ msgTypeId: 1, text: 'Ping request successfully handled' });

/** The small HTTP/1.1 part: what the official clients and their suites ask over plain HTTP. */
export const http1Listener: RequestListener = (request, response) => {
  const path = (request.url ?? '').split('?')[0];
  request.resume();
  if (path === '/ping' && (request.method === 'GET' || request.method === 'HEAD')) {
    response.writeHead(200, { 'content-type': 'application/json; charset=utf-8' }).end(PING);
    return;
  }
  response.writeHead(404, { 'content-type': 'text/plain; charset=utf-8' }).end('Not Found');
};
