/** Consumer strategies by the names clients and GetInfo use. */
export const STRATEGIES = ['DispatchToSingle', 'RoundRobin', 'Pinned', 'PinnedByCorrelation'] as const;
export type StrategyName = (typeof STRATEGIES)[number];

/** Times in milliseconds, counts in events. 0 subscribers = unlimited; 0 checkpointAfter = never by time. */
export interface GroupSettings {
  readonly resolveLinks: boolean;
  readonly extraStatistics: boolean;
  readonly messageTimeout: number;
  readonly maxRetryCount: number;
  readonly checkpointAfter: number;
  readonly minCheckpointCount: number;
  readonly maxCheckpointCount: number;
  readonly maxSubscriberCount: number;
  readonly liveBufferSize: number;
  readonly readBatchSize: number;
  readonly historyBufferSize: number;
  readonly strategy: string;
}

/** Where a group without a checkpoint begins: inclusive, or behind everything there was when it was created. */
export type GroupStart = 'start' | 'end' | { readonly commit: string; readonly prepare: string };

/** One group as it is kept in `$persistentSubscriptionConfig`. */
export interface GroupDefinition {
  /** Undefined = $all. */
  readonly stream?: string;
  readonly group: string;
  readonly start: GroupStart;
  /** Last position ($all) or revision of the source when the group was created: where "end" is. */
  readonly endAtCreation: number;
  readonly filter?: { readonly on: 'stream' | 'type'; readonly regex: string; readonly prefixes: readonly string[] };
  readonly settings: GroupSettings;
}

export const sourceOf = (definition: GroupDefinition): string => definition.stream ?? '$all';
export const groupKey = (source: string, group: string): string => `${source}::${group}`;
export const checkpointStream = (key: string): string => `$persistentsubscription-${key}-checkpoint`;
export const parkedStream = (key: string): string => `$persistentsubscription-${key}-parked`;

/** `start_from` of GetInfo: a number for streams, C:/P: for $all, −1 for "end". */
export function startFromText(definition: GroupDefinition): string {
  const { start } = definition;
  if (definition.stream === undefined) {
    if (start === 'start') return 'C:0/P:0';
    return start === 'end' ? 'C:-1/P:-1' : `C:${start.commit}/P:${start.prepare}`;
  }
  if (start === 'start') return '0';
  return start === 'end' ? '-1' : start.commit;
}
