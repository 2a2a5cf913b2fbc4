import { sql } from '#projections';

/** Condition that a row of `unit_directory u` is this unit or lies below it. The unit above all contains every row. */
export const isWithin = (unitId: string) => sql`u.path LIKE ${`%/${unitId}/%`}`;
