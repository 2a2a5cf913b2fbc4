/** Roles of accounts, and `system` for acts that a process manager or an operator's tool does. */
export const roles = ['cadre', 'secretary', 'office', 'responsible-body', 'inspector', 'admin', 'system'] as const;
export type Role = (typeof roles)[number];

/** Who acts. Ids only: names are personal data and stay out of metadata. */
export interface Actor {
  readonly subject: string;
  readonly role: Role;
  /** The unit whose subtree bounds what this actor may see and do. */
  readonly unitId: string;
  /** Id of the person for whom the actor entered this, e.g. a secretary for an elderly member (12-HD/BTCTW). */
  readonly enteredFor?: string;
}

/** Legal basis of an act: số, ngày, cơ quan ban hành. */
export interface DecisionRef {
  readonly number: string;
  /** ISO date. */
  readonly date: string;
  readonly issuer: string;
}

/** What stands beside each event's data. Covered by the hash chain as a whole, except `chain.hash` itself. */
export interface EventMetadata {
  readonly $correlationId: string;
  readonly $causationId: string;
  readonly commandId: string;
  /** The act's name, e.g. `assign-cadre`. */
  readonly command: string;
  /** Keyed digest of the command's body: tells a retry from another command under the same id. */
  readonly commandDigest: string;
  readonly actor: Actor;
  /** ISO instant, our own clock. The store's `created` is not covered by the hash; this is. */
  readonly recordedAt: string;
  /** ISO date or instant from which the fact holds; with `recordedAt` it makes history bitemporal. */
  readonly effectiveAt: string;
  readonly decision?: DecisionRef;
  readonly reason?: string;
  /** The wrong event that this one corrects. It stays in history; whoever shows it shows this link too. */
  readonly corrects?: EventLink;
  /** Id of the correction (điều chỉnh, đính chính) that this event is part of. */
  readonly correction?: string;
  readonly schemaVersion: number;
  readonly chain: ChainLink;
}

/** An event by its place and its id. */
export interface EventLink {
  readonly stream: string;
  readonly revision: number;
  readonly eventId: string;
}

export interface ChainLink {
  /** Hash of the event before this one in its stream; null for the first. */
  readonly previous: string | null;
  /** SHA-256, lower-case hex. */
  readonly hash: string;
}
