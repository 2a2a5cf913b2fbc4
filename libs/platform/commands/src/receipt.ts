import type { Position } from '#kernel';

/** Answer to a command that was accepted; the same for every retry of it. */
export interface Receipt {
  readonly commandId: string;
  readonly stream: string;
  /** Revision of the stream after the command: the ETag. -1 when the stream is still empty. */
  readonly revision: number;
  /** Position of the last event written; undefined when the command changed nothing. Pass it as `atLeast`. */
  readonly position: Position | undefined;
  readonly events: readonly { readonly id: string; readonly type: string; readonly revision: number }[];
  /** True when this command id had been carried out before and nothing was written now. */
  readonly replayed: boolean;
}
