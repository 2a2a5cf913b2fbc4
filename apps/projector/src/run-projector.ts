import { parkedEventDiscarded } from '#contexts/operations/contracts';
import type { EventCodec, EventStore } from '#event-store';
import {
  ProjectionRunner,
  rebuildOutdated,
  runJobs,
  type AnyView,
  type DiscardEvents,
  type RunnerLog,
} from '#projections';
import type { DataSource } from 'typeorm';

export interface ProjectorParts {
  /** Of its own: the runner holds one connection for as long as it works, and changes its settings. */
  readonly dataSource: DataSource;
  readonly store: EventStore;
  readonly codec: Pick<EventCodec, 'decode'>;
  readonly views: readonly AnyView[];
  readonly log: RunnerLog;
}

/**
 * Starts keeping the views in step, in this process; the caller stops it. A view whose version was raised is built anew
 * beside the old one without being asked: a deploy must not end with figures that stand still until somebody notices.
 */
export function runProjector({ dataSource, store, codec, views, log }: ProjectorParts): ProjectionRunner {
  const decode = codec.decode.bind(codec);
  const runner = new ProjectionRunner({
    dataSource,
    store,
    views,
    decode,
    log,
    rebuild: (outdated, signal) => rebuildOutdated({ dataSource, store, decode, log, signal }, outdated),
    discards: discardEvents,
    beside: (signal) => runJobs({ dataSource, store, decode, views, log }, signal),
  });
  runner.start();
  return runner;
}

const discardEvents: DiscardEvents = {
  type: parkedEventDiscarded.type,
  orderOf({ data, metadata }) {
    const { view, stream, revision } = data as ReturnType<typeof parkedEventDiscarded>['data'];
    return { view, stream, revision, reason: metadata.reason ?? '', by: metadata.actor.subject };
  },
};
