/** Wakes those who wait for new events: of one stream, or of any. Each waiter is woken once. */
export class ChangeSignals {
  private readonly byStream = new Map<string, Set<() => void>>();
  private readonly anywhere = new Set<() => void>();

  notify(streams: Iterable<string>): void {
    wake(this.anywhere);
    if (this.byStream.size === 0) return;
    for (const stream of streams) {
      const waiting = this.byStream.get(stream);
      if (!waiting) continue;
      this.byStream.delete(stream);
      wake(waiting);
    }
  }

  /** Calls back once at the next change; the returned function takes the wish back. */
  onceChanged(stream: string | undefined, callback: () => void): () => void {
    if (stream === undefined) {
      this.anywhere.add(callback);
      return () => this.anywhere.delete(callback);
    }
    const waiting = this.byStream.get(stream) ?? new Set();
    this.byStream.set(stream, waiting.add(callback));
    return () => {
      waiting.delete(callback);
      if (waiting.size === 0 && this.byStream.get(stream) === waiting) this.byStream.delete(stream);
    };
  }
}

function wake(waiting: Set<() => void>): void {
  const callbacks = [...waiting];
  waiting.clear();
  for (const callback of callbacks) callback();
}
