import { eventStoreContract } from './event-store.contract.js';
import { InMemoryEventStore } from './in-memory-event-store.js';
import { readPagesContract } from './read-pages.contract.js';

describe('InMemoryEventStore', () => {
  eventStoreContract(() => Promise.resolve(new InMemoryEventStore()));
  describe('read in pages', () => readPagesContract(() => Promise.resolve(new InMemoryEventStore())));
});
