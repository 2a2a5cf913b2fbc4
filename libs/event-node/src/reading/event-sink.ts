import type { GrpcCall } from '../transport/grpc-call.js';

const CHUNK = 64 * 1024;
/** After so many examined events the event loop gets its turn, whether or not something was sent. */
const TURN = 1024;

/**
 * One buffer for all sinks: a sink owns it between two awaits, because everything that awaits hands over first.
 * A thousand idle subscriptions then hold no buffers at all.
 */
const scratch = Buffer.allocUnsafe(CHUNK);

/**
 * Gathers frames into chunks of up to 64 KB and waits when the client is behind: a slow reader holds one chunk,
 * never a growing queue. Between {@link add} and {@link flush} or {@link pause} nothing may be awaited.
 */
export class EventSink {
  private used = 0;
  private examined = 0;

  constructor(private readonly call: GrpcCall) {}

  get isClosed(): boolean {
    return this.call.isOver;
  }

  /** Copies the frame; true when {@link flush} is due. */
  add(frame: Buffer): boolean {
    if (this.used + frame.length > CHUNK) this.handOver();
    if (frame.length > CHUNK) {
      this.call.send(Buffer.from(frame));
      return true;
    }
    frame.copy(scratch, this.used);
    this.used += frame.length;
    return this.used > CHUNK - 1024;
  }

  /** Counts one examined event; true when {@link pause} is due. */
  examinedOne(): boolean {
    return ++this.examined >= TURN;
  }

  /** Lets other work run, and waits for the client if it is behind. */
  async pause(): Promise<void> {
    this.handOver();
    this.examined = 0;
    await new Promise((resolve) => setImmediate(resolve));
    await this.call.drained();
  }

  async flush(): Promise<void> {
    this.handOver();
    await this.call.drained();
  }

  private handOver(): void {
    if (this.used === 0) return;
    this.call.send(Buffer.from(scratch.subarray(0, this.used)));
    this.used = 0;
  }
}
