export * from './in-memory-table.js';
export * from './view.js';
export * from './view-query.js';
