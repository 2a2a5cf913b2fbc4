import { parentPort, workerData } from 'node:worker_threads';
import { setPaper, type PaperOrder } from './set-paper.js';
import { TemplateError } from './word-template.js';

/** What a thread answers: the paper, or what is wrong with the template. Any other error ends the thread with it. */
export type PaperAnswer = { readonly file: Uint8Array } | { readonly broken: string };

async function answer(order: PaperOrder): Promise<PaperAnswer> {
  try {
    return { file: await setPaper(order) };
  } catch (error) {
    if (error instanceof TemplateError) return { broken: error.message };
    throw error;
  }
}

parentPort!.postMessage(await answer(workerData as PaperOrder));
