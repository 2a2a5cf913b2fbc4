import { comparePositions, type Position } from '#kernel';
import { setTimeout as delay } from 'node:timers/promises';
import { EventStoreUnavailableError, type EventPage, type EventRange, type StoredEvent } from '../event-store.js';
import { NotLeaderError, prefixBytes } from './grpc-call.js';
import { FieldWalker } from './protobuf.js';
import { readCall } from './read-call.js';
import { readAllRequest } from './read-request.js';
import type { ServerAddress } from './server-address.js';
import { StoredBytes, TypeNames } from './stored-bytes.js';

/** A read changes nothing, so a lost connection is tried again before anybody is told. */
const attempts = 4;
const pauseMs = 100;
const defaultPageSize = 1_000;

/** A part of the past, page by page, over the store's own protocol. @throws EventStoreUnavailableError */
export async function* readPages(address: ServerAddress, range: EventRange): AsyncGenerator<EventPage> {
  const { after, until, signal } = range;
  if (after && comparePositions(after, until) >= 0) return;
  let reached = after;
  let leader: string | undefined;
  for (let attempt = 1; ; attempt++) {
    try {
      signal?.throwIfAborted();
      for await (const page of readFrom(address, leader, { ...range, after: reached })) {
        reached = page.position;
        attempt = 1;
        yield page;
      }
      return;
    } catch (error) {
      if (!(error instanceof EventStoreUnavailableError) || attempt >= attempts) throw error;
      leader = error instanceof NotLeaderError ? error.leader : undefined;
      await delay(pauseMs * attempt * (0.5 + Math.random()), undefined, signal ? { signal } : {});
    }
  }
}

async function* readFrom(
  address: ServerAddress,
  leader: string | undefined,
  { after, until, types, pageSize = defaultPageSize, signal }: EventRange,
): AsyncGenerator<EventPage> {
  const answers = new Answers(after, until);
  const request = readAllRequest(after, types);
  const server = await address.server(leader);
  for await (const piece of readCall(server, request, signal)) {
    for (let at = 0; at < piece.length && !answers.isComplete;) {
      const end = at + prefixBytes + piece.readUInt32BE(at + 1);
      answers.take(piece, at + prefixBytes, end);
      at = end;
      if (answers.events.length >= pageSize && !answers.isComplete) yield answers.page();
    }
    if (answers.isComplete) break;
  }
  yield answers.page(until);
}

const eventAnswer = 1;
const recordedEvent = 1;
const walker = new FieldWalker();

/** Gathers the events of a range out of `ReadResp` messages. */
class Answers {
  events: StoredEvent[] = [];
  /** An event beyond the range, or its last one, was seen. */
  isComplete = false;
  private last: StoredBytes | undefined;
  private readonly types = new TypeNames();
  private readonly untilCommit: number;

  constructor(
    private readonly after: Position | undefined,
    private readonly until: Position,
  ) {
    this.untilCommit = Number(until.commit);
  }

  take(bytes: Buffer, start: number, end: number): void {
    // ReadResp → ReadEvent → RecordedEvent; other answers tell of the ends of streams.
    walker.over(bytes, start, end);
    if (!walker.next() || walker.field !== eventAnswer) return;
    walker.over(bytes, walker.start, walker.end);
    if (!walker.next() || walker.field !== recordedEvent) return;
    const event = new StoredBytes(bytes, walker.start, walker.end, this.types);
    // A read begins at its position, a range behind it.
    if (this.after && !this.last && comparePositions(event.position, this.after) <= 0) return;
    const order =
      event.commit === this.untilCommit
        ? comparePositions(event.position, this.until)
        : event.commit - this.untilCommit;
    if (order >= 0) this.isComplete = true;
    if (order > 0 || event.type.startsWith('$')) return;
    this.last = event;
    this.events.push(event);
  }

  page(position?: Position): EventPage {
    const { events } = this;
    this.events = [];
    return { events, position: position ?? this.last!.position };
  }
}
