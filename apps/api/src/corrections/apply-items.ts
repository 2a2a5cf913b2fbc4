import type { Correction } from '#contexts/inspections';
import { DomainError } from '#kernel';
import type { CommandGateway, Receipt } from '#platform/commands';
import { submissionOf } from './rehearse-correction.js';

/** Something else happened to the facts since the dry run. */
export class FactsMovedError extends Error {
  override readonly name = 'FactsMovedError';

  constructor(
    /** Code of the refusal. */
    readonly code: string,
    /** Items carried out by now. */
    readonly applied: number,
    readonly details: Readonly<Record<string, unknown>> = {},
  ) {
    super(code);
  }
}

/** Commands under way at a time. */
const concurrency = 16;

function byStream({ items }: Correction): Map<string, number[]> {
  const queues = new Map<string, number[]>();
  for (const [item, { corrects }] of items.entries()) {
    const queue = queues.get(corrects.stream);
    if (queue) queue.push(item);
    else queues.set(corrects.stream, [item]);
  }
  return queues;
}

/**
 * Carries out every item at the revision of the dry run, and no other. Items of one stream go in their order, streams
 * side by side; an item may need what an earlier one of another stream does, so whoever is refused is tried once more
 * when the rest is done.
 * @throws FactsMovedError; EventStoreUnavailableError: what was carried out stays, the same call goes on from there
 */
export async function applyItems(gateway: CommandGateway, correctionId: string, state: Correction): Promise<Receipt[]> {
  const receipts: Receipt[] = [];
  const { decidedOn } = state.dryRun!;
  const carryOut = async (item: number): Promise<void> => {
    const { act, body } = state.items[item]!;
    const expectedRevision = decidedOn[item]![0];
    const submission = { ...submissionOf(correctionId, state, item), expectedRevision };
    receipts.push(await gateway.submit(act, body, submission));
  };
  const postponed: number[] = [];
  const queues = byStream(state).values();
  const worker = async (): Promise<void> => {
    for (let queue = queues.next(); !queue.done; queue = queues.next()) {
      for (const [index, item] of queue.value.entries()) {
        try {
          await carryOut(item);
        } catch (error) {
          if (!(error instanceof DomainError)) throw error;
          postponed.push(...queue.value.slice(index));
          break;
        }
      }
    }
  };
  await Promise.all(Array.from({ length: concurrency }, worker));
  for (const item of postponed.sort((a, b) => a - b)) {
    try {
      await carryOut(item);
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      throw new FactsMovedError(error.code, receipts.length, { item, ...error.details });
    }
  }
  return receipts;
}
