import type { Position } from '#kernel';
import type { PoolClient } from 'pg';
import { applyEvents, confirmBlocked, decodeAll, type DecodedEvent } from './apply-events.js';
import type { BulkOptions } from './bulk-build.js';
import { moveBuild, type Build } from './builds.js';
import { inTransaction } from './sql-client.js';
import { wantedTypes } from './view.js';

/** Brings builds whose tables have their keys on: small statements, derived columns kept, as the live path does it. */
export async function advance(
  options: Omit<BulkOptions, 'maxCells'>,
  builds: readonly Build[],
  from: Position | undefined,
  until: Position,
): Promise<void> {
  const { client, onEvents } = options;
  for await (const page of options.store.readPages(rangeOf(options, builds, from, until))) {
    const events = await decodeAll(page.events, options.decode);
    await inTransaction(client, () => applyPage(client, builds, events, page.position)).then(confirmBlocked);
    onEvents(events.length, page.position);
  }
}

/** {@link advance} inside the caller's transaction, for the last few events. */
export async function advanceWithin(
  options: Omit<BulkOptions, 'maxCells' | 'onEvents'>,
  builds: readonly Build[],
  from: Position | undefined,
  until: Position,
): Promise<void> {
  for await (const page of options.store.readPages(rangeOf(options, builds, from, until))) {
    const events = await decodeAll(page.events, options.decode);
    confirmBlocked(await applyPage(options.client, builds, events, page.position));
  }
}

const rangeOf = (
  { signal, pageSize }: Pick<BulkOptions, 'signal' | 'pageSize'>,
  builds: readonly Build[],
  after: Position | undefined,
  until: Position,
) => ({ after, until, types: wantedTypes(builds.map(({ view }) => view)), pageSize, signal });

async function applyPage(
  client: PoolClient,
  builds: readonly Build[],
  events: readonly DecodedEvent[],
  position: Position,
) {
  for (const build of builds) await moveBuild(client, build, position, events.length);
  return applyEvents(client, builds, events, true);
}
