export { startEventNode } from './node.js';
export type { EventNode, EventNodeOptions, NodeLogger } from './node.js';
export { DataFolderError } from './log/data-folder.js';
