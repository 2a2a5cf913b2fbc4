export * from './changed-fields.js';
export * from './fold-views.js';
export * from './select.js';
export * from './state.js';
export * from './view-fold.js';
