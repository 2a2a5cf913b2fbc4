import { Status } from '../protocol/constants.js';
import { CallError } from '../protocol/errors.js';

/** The texts are asserted by the official clients' suites. */
function groupError(status: Status, exception: string, source: string, group: string, text: string): CallError {
  return new CallError(status, text, { exception, 'stream-name': source, 'group-name': group });
}

export const groupDoesNotExist = (source: string, group: string): CallError =>
  groupError(
    Status.NOT_FOUND,
    'persistent-subscription-does-not-exist',
    source,
    group,
    `Subscription group ${group} on stream ${source} does not exist.`,
  );

export const groupExists = (source: string, group: string): CallError =>
  groupError(
    Status.ALREADY_EXISTS,
    'persistent-subscription-exists',
    source,
    group,
    `Subscription group ${group} on stream ${source} exists.`,
  );

export const groupDropped = (source: string, group: string): CallError =>
  groupError(
    Status.CANCELLED,
    'persistent-subscription-dropped',
    source,
    group,
    `Subscription group ${group} on stream ${source} was dropped.`,
  );

export const tooManySubscribers = (source: string, group: string): CallError =>
  groupError(
    Status.FAILED_PRECONDITION,
    'maximum-subscribers-reached',
    source,
    group,
    `Maximum subscriptions reached for subscription group ${group} on stream ${source}.`,
  );

export function groupFailed(source: string, group: string, reason: string): CallError {
  const text = `Subscription group ${group} on stream ${source} failed: '${reason}'`;
  return new CallError(Status.INTERNAL, text, {
    exception: 'persistent-subscription-failed',
    'stream-name': source,
    'group-name': group,
    reason,
  });
}
