import type { Reader } from './act.js';

/** Where units stand below each other, now. Implemented by the org-units context, asked before every command. */
export interface UnitTree {
  /**
   * Whether `unitId` is `ancestorId` or lies below it. False when the unit is unknown. The root contains all.
   * `pending` reads what a rehearsal has decided and not written, so that a file may name units that it brings itself.
   */
  contains(ancestorId: string, unitId: string, pending?: Reader): Promise<boolean>;
}
