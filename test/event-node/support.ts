import { jsonEvent } from '@eventstore/db-client';
import type { EventData, EventStoreDBClient } from '@eventstore/db-client';
import { EventStoreDBClient as Client } from '@eventstore/db-client';
import { startEventNode } from '#event-node';
import type { EventNode, EventNodeOptions } from '#event-node';

/** A node with a client on it, for one test file. */
export interface NodeUnderTest {
  readonly node: EventNode;
  readonly client: EventStoreDBClient;
  readonly stop: () => Promise<void>;
}

export async function startNode(options: Partial<EventNodeOptions> = {}): Promise<NodeUnderTest> {
  const node = await startEventNode({ data: 'memory', ...options });
  const client = connect(node);
  return {
    node,
    client,
    stop: async () => {
      await client.dispose();
      await node.stop();
    },
  };
}

export function connect(node: Pick<EventNode, 'connectionString'>): EventStoreDBClient {
  return Client.connectionString(node.connectionString);
}

export function events(count: number, type = 'tested'): EventData[] {
  return Array.from({ length: count }, (_, index) => jsonEvent({ type, data: { index } }));
}

/** Everything an async iterable yields. */
export async function collect<Item>(items: AsyncIterable<Item>): Promise<Item[]> {
  const all: Item[] = [];
  for await (const item of items) all.push(item);
  return all;
}

interface Endless<Item> extends AsyncIterable<Item> {
  unsubscribe(): Promise<void>;
}

/** The first `count` items of a subscription, which then ends: leaving the loop alone would keep it connected. */
export async function take<Item>(subscription: Endless<Item>, count: number): Promise<Item[]> {
  const taken: Item[] = [];
  if (count > 0) for await (const item of subscription) if (taken.push(item) === count) break;
  await subscription.unsubscribe();
  return taken;
}

const PATIENCE_MS = 20_000;

/** Resolves when the condition holds; fails when it has not for twenty seconds. */
export async function until(condition: () => boolean | Promise<boolean>): Promise<void> {
  const deadline = Date.now() + PATIENCE_MS;
  while (!(await condition())) {
    if (Date.now() > deadline) throw new Error('the condition did not come true');
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

export async function failureOf(action: Promise<unknown>): Promise<Error & Record<string, unknown>> {
  try {
    await action;
  } catch (error) {
    return error as Error & Record<string, unknown>;
  }
  throw new Error('the call was expected to fail');
}
