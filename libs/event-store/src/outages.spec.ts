import { NotLeaderError, StreamNotFoundError, TimeoutError, UnknownError } from '@eventstore/db-client';
import { Metadata, status, type ServiceError } from '@grpc/grpc-js';
import { EventStoreUnavailableError } from './event-store.js';
import { asUnavailable } from './outages.js';

const told = (code: status, details: string): ServiceError =>
  Object.assign(new Error(`${code} ${status[code]}: ${details}`), { code, details, metadata: new Metadata() });

const leader = new Metadata();
leader.set('leader-endpoint-host', '127.0.0.1');
leader.set('leader-endpoint-port', '2113');
const notLeader = new NotLeaderError(Object.assign(told(status.NOT_FOUND, 'not the leader'), { metadata: leader }));

describe('what counts as an outage', () => {
  it.each([
    ['the server is gone', told(status.UNAVAILABLE, 'Connection dropped')],
    ['the server is too slow', told(status.DEADLINE_EXCEEDED, 'Deadline exceeded')],
    // Seen in a soak run: the client closes the connection of a call because another one failed.
    ['the client gave the call up', new UnknownError(told(status.CANCELLED, 'Cancelled on client'))],
    ['the connection broke', new UnknownError(told(status.INTERNAL, 'Received RST_STREAM with code 2'))],
    ['no answer came', new TimeoutError()],
    ['another node leads', notLeader],
  ])('%s', (_what, error) => {
    const outage = asUnavailable(error);
    expect(outage).toBeInstanceOf(EventStoreUnavailableError);
    expect((outage as Error).cause).toBe(error);
  });

  it.each([
    ['a stream that is not there', new StreamNotFoundError(undefined as never, 'meeting-1')],
    ['a refusal', new UnknownError(told(status.INVALID_ARGUMENT, 'no'))],
    ['a defect', new TypeError('no such property')],
    ['no error at all', 'a text'],
  ])('is not: %s', (_what, error) => {
    expect(asUnavailable(error)).toBe(error);
  });
});
