export * from './context.js';
export * from './fields.js';
