const ignore = (): void => undefined;

/**
 * Work on one key is done one after another, in the order in which it came; other keys are not held up. Many commands
 * for one stream, as when a whole conference marks its attendance, would otherwise all be decided on the same revision,
 * and all but one would read and decide again, and again.
 */
export class Turns {
  private readonly last = new Map<string, Promise<void>>();

  async take<T>(key: string, work: () => Promise<T>): Promise<T> {
    const before = this.last.get(key);
    const turn = before ? before.then(work) : work();
    const over = turn.then(ignore, ignore);
    this.last.set(key, over);
    try {
      return await turn;
    } finally {
      if (this.last.get(key) === over) this.last.delete(key);
    }
  }
}
