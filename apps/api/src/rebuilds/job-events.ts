import { isOver, type Job } from '#projections';
import { setTimeout as delay } from 'node:timers/promises';

const lookMs = 300;
/** Keeps proxies from taking the connection for dead. */
const commentMs = 15_000;

/** A job as server-sent events, at every change, until it is over or the process stops. */
export async function* jobEvents(read: () => Promise<Job>, signal: AbortSignal): AsyncGenerator<string> {
  let told = '';
  let toldAt = 0;
  while (!signal.aborted) {
    const job = await read();
    const text = JSON.stringify(job);
    if (text !== told) yield `event: ${isOver(job) ? 'over' : 'progress'}\ndata: ${text}\n\n`;
    else if (Date.now() - toldAt > commentMs) yield ': still there\n\n';
    if (text !== told || Date.now() - toldAt > commentMs) toldAt = Date.now();
    told = text;
    if (isOver(job)) return;
    await delay(lookMs, undefined, { signal }).catch(() => undefined);
  }
}
