import { Status } from '../protocol/constants.js';
import { CallError } from '../protocol/errors.js';

const PREFIX = 5;

/** Cuts the bytes of one call into gRPC messages. Keeps at most one incomplete message in memory. */
export class FrameParser {
  private pieces: Buffer[] = [];
  /** Bytes of the incomplete message. */
  held = 0;
  private needed = PREFIX;

  constructor(private readonly maxMessage: number) {}

  /** Calls back with each complete message, without its prefix; throws {@link CallError} on a bad prefix. */
  push(chunk: Buffer, onMessage: (message: Buffer) => void): void {
    this.pieces.push(chunk);
    this.held += chunk.length;
    if (this.held < this.needed) return;
    const buffer = this.pieces.length === 1 ? chunk : Buffer.concat(this.pieces, this.held);
    let at = 0;
    this.needed = PREFIX;
    while (buffer.length - at >= PREFIX) {
      const length = this.messageLength(buffer, at);
      if (buffer.length - at < PREFIX + length) {
        this.needed = PREFIX + length;
        break;
      }
      onMessage(buffer.subarray(at + PREFIX, at + PREFIX + length));
      at += PREFIX + length;
    }
    const rest = buffer.subarray(at);
    this.pieces = rest.length > 0 ? [rest] : [];
    this.held = rest.length;
  }

  get isBetweenMessages(): boolean {
    return this.held === 0;
  }

  private messageLength(buffer: Buffer, at: number): number {
    if (buffer[at] !== 0) throw new CallError(Status.UNIMPLEMENTED, 'Compressed messages are not supported.');
    const length = buffer.readUInt32BE(at + 1);
    if (length > this.maxMessage) {
      throw new CallError(
        Status.RESOURCE_EXHAUSTED,
        `Received message exceeds the maximum of ${this.maxMessage} bytes.`,
      );
    }
    return length;
  }
}
