export * from './master-key.js';
export * from './person-field-cipher.js';
export * from './person-keys.js';
export * from './seal.js';
