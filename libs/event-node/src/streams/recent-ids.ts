import { LRUCache } from 'lru-cache';

const REMEMBERED_IDS = 200_000;

/** The bounded memory behind idempotent "any" appends; empty after a restart, as in the real server. */
export class RecentIds {
  private readonly places = new LRUCache<string, { revision: number; position: number }>({ max: REMEMBERED_IDS });

  find(streamNumber: number, id: string): { revision: number; position: number } | undefined {
    return this.places.get(`${streamNumber}:${id}`);
  }

  remember(streamNumber: number, id: string, revision: number, position: number): void {
    this.places.set(`${streamNumber}:${id}`, { revision, position });
  }
}
