export * from './given.js';
export * from './recorded.js';
