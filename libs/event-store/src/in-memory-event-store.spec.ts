import { eventStoreContract } from './event-store.contract.js';
import { InMemoryEventStore } from './in-memory-event-store.js';

describe('InMemoryEventStore', () => {
  eventStoreContract(() => Promise.resolve(new InMemoryEventStore()));
});
