import type { LocalDate } from './local-date.js';

/** What every rule pack says about itself, whatever it judges. */
export interface RulePack {
  /** Short name of the regulation, as people say it. */
  readonly name: string;
  /** Raised when the same regulation is put into rules again; judgements name it. */
  readonly version: number;
  /** Whole country, or the id of the unit whose subtree it binds. */
  readonly jurisdiction: 'country' | { readonly unitId: string };
  readonly validFrom: LocalDate;
  /** Last day, inclusive; null: until replaced. */
  readonly validTo: LocalDate | null;
  readonly legalBasis: string;
  /** What of this pack could not be confirmed from a public source; empty: nothing. */
  readonly unconfirmed: readonly string[];
}
