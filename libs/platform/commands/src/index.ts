export * from './command-executor.js';
export * from './command-gateway.js';
export * from './commands.module.js';
export * from './receipt.js';
