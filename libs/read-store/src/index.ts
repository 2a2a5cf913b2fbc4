export * from './embedded-postgres.js';
export * from './read-store.js';
