export * from './problem.js';
export * from './problem-filter.js';
export * from './request-error.js';
