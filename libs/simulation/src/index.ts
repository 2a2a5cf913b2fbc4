export { BulkAuthor, ToldWronglyError, type Told } from './bulk-author.js';
export { extentsOf, scales, UnknownProvinceError, type Extent, type Scale } from './extent.js';
export { historyOf, simulate, type Progress } from './simulate.js';
export type { SimulationOptions } from './world.js';
