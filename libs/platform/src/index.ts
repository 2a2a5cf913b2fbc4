export * from './context.js';
export * from './fields.js';
export * from './config.js';
export * from './logging.js';
export * from './validate-body.js';
export * from './from-text.js';
