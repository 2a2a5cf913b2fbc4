import { RequestError } from '#platform/http';
import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import type { PaperAnswer } from './paper-worker.js';
import type { PaperOrder } from './set-paper.js';
import { TemplateError } from './word-template.js';

/** Run from its sources, as tests do, the API has no JavaScript of the thread beside it: the built one is taken. */
const builtOf = (source: string): URL =>
  new URL(
    source.endsWith('.ts') ? '../../../../dist/apps/api/src/documents/paper-worker.js' : './paper-worker.js',
    source,
  );

/** The PDF of 9,000 cadres (18,000 rows) takes 1.3 GB, their Word file 0.4 GB; 20,000 cadres 2.4 GB with the API's own (2026-11-22). */
const memoryMb = 2_048;
/** Whoever comes after so many is told to come back. */
const maxWaiting = 10;

/**
 * Papers are set apart from the thread that answers requests, each in a thread of its own that ends with it, so that its
 * memory is given back; one at a time, because each may take a processor and much memory for a minute.
 */
export class PaperThreads {
  private last: Promise<unknown> = Promise.resolve();
  private waiting = 0;

  /** @param memory megabytes that a paper may take while it is set */
  constructor(private readonly memory = memoryMb) {}

  /**
   * Makes one paper when those before it are done: `order` collects what it is made of, and does so in its turn, so that
   * nothing waits in memory.
   *
   * @param signal aborted when nobody wants the paper any more: it gives up its turn, or ends its thread
   * @throws RequestError when too many wait or the memory does not suffice, TemplateError, what `order` throws
   */
  async make(order: () => Promise<PaperOrder>, signal: AbortSignal): Promise<Buffer> {
    if (this.waiting >= maxWaiting) {
      throw new RequestError(503, 'documents.too-many-waiting', { headers: { 'retry-after': '60' } });
    }
    this.waiting += 1;
    const turn = this.last.then(async () => {
      signal.throwIfAborted();
      return this.set(await order(), signal);
    });
    this.last = turn.catch(() => undefined);
    return turn.finally(() => (this.waiting -= 1));
  }

  private async set(order: PaperOrder, signal: AbortSignal): Promise<Buffer> {
    signal.throwIfAborted();
    const thread = new Worker(builtOf(import.meta.url), {
      workerData: order,
      resourceLimits: { maxOldGenerationSizeMb: this.memory },
    });
    try {
      const answer = await Promise.race([answerOf(thread, signal), endOf(thread, signal)]);
      if ('broken' in answer) throw new TemplateError(answer.broken);
      return Buffer.from(answer.file.buffer, answer.file.byteOffset, answer.file.byteLength);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ERR_WORKER_OUT_OF_MEMORY') throw error;
      throw new RequestError(413, 'documents.too-large', { details: { memoryMb: this.memory } });
    } finally {
      await thread.terminate();
    }
  }
}

async function answerOf(thread: Worker, signal: AbortSignal): Promise<PaperAnswer> {
  const [answer] = (await once(thread, 'message', { signal })) as [PaperAnswer];
  return answer;
}

/** Those who wait their turn would else wait for ever. */
async function endOf(thread: Worker, signal: AbortSignal): Promise<never> {
  const [code] = (await once(thread, 'exit', { signal })) as [number];
  throw new Error(`the thread of a paper ended without an answer (exit code ${code})`);
}
