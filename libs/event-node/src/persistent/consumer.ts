import { randomUUID } from 'node:crypto';
import { performance } from 'node:perf_hooks';
import type { ResolvedEvent } from '../protocol/read-responses.js';
import { persistentConfirmationFrame, persistentEventFrame } from '../protocol/persistent-responses.js';
import type { UuidForm } from '../protocol/uuid.js';
import type { GrpcCall } from '../transport/grpc-call.js';
import { ItemRate, LatencyMeasurements } from './measurements.js';

/** An event on its way to a consumer. */
export interface Delivery {
  /** Number in the group's source; undefined for a replayed parked message, which no checkpoint counts. */
  readonly sequence: number | undefined;
  readonly resolved: ResolvedEvent;
  readonly retryCount: number;
}

/** Clients name events by the id of the original: the link if there is one. */
export function deliveryId({ resolved }: Delivery): string {
  return (resolved.link ?? resolved.event)?.id ?? '';
}

interface InFlight {
  readonly delivery: Delivery;
  readonly sentAt: number;
}

/** One connected client of a group, with what it has not acknowledged yet. */
export class Consumer {
  readonly id = randomUUID();
  readonly measurements = new LatencyMeasurements();
  readonly rate = new ItemRate();
  private readonly inFlight = new Map<string, InFlight>();
  private behind = false;
  totalItems = 0;

  constructor(
    readonly call: GrpcCall,
    readonly bufferSize: number,
    private readonly uuids: UuidForm,
    readonly connectionName: string,
    readonly address: string,
    private readonly onRoom: () => void,
  ) {}

  get freeSlots(): number {
    return Math.max(0, this.bufferSize - this.inFlight.size);
  }

  get inFlightCount(): number {
    return this.inFlight.size;
  }

  get hasRoom(): boolean {
    return !this.behind && this.freeSlots > 0 && !this.call.isOver;
  }

  holds(id: string): boolean {
    return this.inFlight.has(id);
  }

  confirm(subscriptionId: string): void {
    this.call.send(persistentConfirmationFrame(subscriptionId));
  }

  push(delivery: Delivery): void {
    this.totalItems++;
    this.inFlight.set(deliveryId(delivery), { delivery, sentAt: performance.now() });
    const frame = persistentEventFrame(delivery.resolved, delivery.retryCount, this.uuids);
    if (this.call.send(frame)) return;
    this.behind = true;
    void this.call.drained().then(() => {
      this.behind = false;
      this.onRoom();
    });
  }

  /** Takes an event back from the client; undefined when it does not hold it. */
  take(id: string): Delivery | undefined {
    const held = this.inFlight.get(id);
    if (!held) return undefined;
    this.inFlight.delete(id);
    this.measurements.add(performance.now() - held.sentAt);
    return held.delivery;
  }

  /** What has waited for its acknowledgement longer than `milliseconds`. */
  takeOverdue(milliseconds: number): Delivery[] {
    const limit = performance.now() - milliseconds;
    return this.takeWhere((held) => held.sentAt <= limit);
  }

  takeAll(): Delivery[] {
    return this.takeWhere(() => true);
  }

  private takeWhere(wanted: (held: InFlight) => boolean): Delivery[] {
    const taken: Delivery[] = [];
    for (const [id, held] of this.inFlight) {
      if (!wanted(held)) continue;
      this.inFlight.delete(id);
      taken.push(held.delivery);
    }
    return taken;
  }

  *held(): Generator<Delivery> {
    for (const { delivery } of this.inFlight.values()) yield delivery;
  }
}
