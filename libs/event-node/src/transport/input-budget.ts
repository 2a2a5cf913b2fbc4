/**
 * What unfinished requests may hold in the whole node: messages whose end has not come, appends whose last event has
 * not. A single call is bounded by its own limits; many of them together only by this.
 */
export class InputBudget {
  private held = 0;

  constructor(private readonly limit: number) {}

  /** Takes bytes, or gives them back when negative. */
  take(bytes: number): void {
    this.held += bytes;
  }

  get isExceeded(): boolean {
    return this.held > this.limit;
  }
}
