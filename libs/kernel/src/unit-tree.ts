/** Where units stand below each other, now. Implemented by the org-units context, asked before every command. */
export interface UnitTree {
  /** Whether `unitId` is `ancestorId` or lies below it. False when the unit is unknown. The root contains all. */
  contains(ancestorId: string, unitId: string): Promise<boolean>;
}
