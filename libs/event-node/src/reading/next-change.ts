import type { GrpcCall } from '../transport/grpc-call.js';
import type { ChangeSignals } from './change-signals.js';

/** Resolves at the next change of the stream (undefined = any), or when the call is over. */
export function nextChange(changes: ChangeSignals, stream: string | undefined, call: GrpcCall): Promise<void> {
  if (call.isOver) return Promise.resolve();
  return new Promise((resolve) => {
    const forget = changes.onceChanged(stream, resolve);
    call.onClose = () => {
      forget();
      resolve();
    };
  });
}
