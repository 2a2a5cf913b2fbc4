export * from './aggregate-store.js';
export * from './event-codec.js';
export * from './event-store.js';
export { connectEventStore } from './eventstoredb.js';
export { InMemoryEventStore } from './in-memory-event-store.js';
