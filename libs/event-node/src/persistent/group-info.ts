import type { ConnectionInfo, SubscriptionInfo } from '../protocol/persistent-responses.js';
import type { Consumer } from './consumer.js';
import type { PersistentGroup } from './persistent-group.js';
import { sourceOf, startFromText } from './settings.js';

/** What GetInfo and List say of a group. Averages are since the last such call, as in the real server. */
export function groupInfo(group: PersistentGroup): SubscriptionInfo {
  const { definition } = group;
  const { settings } = definition;
  const consumers = [...group.consumers];
  const rate = group.rate.look(group.totalItems);
  const inFlight = consumers.reduce((sum, consumer) => sum + consumer.inFlightCount, 0);
  return {
    eventSource: sourceOf(definition),
    group: definition.group,
    status: 'Live',
    connections: consumers.map((consumer) => connection(consumer, settings.extraStatistics)),
    averagePerSecond: rate.perSecond,
    totalItems: group.totalItems,
    countSinceLast: rate.since,
    lastCheckpointed: group.checkpoint.text,
    lastKnown: group.lastKnown,
    resolveLinks: settings.resolveLinks,
    startFrom: startFromText(definition),
    messageTimeout: settings.messageTimeout,
    extraStatistics: settings.extraStatistics,
    maxRetryCount: settings.maxRetryCount,
    liveBufferSize: settings.liveBufferSize,
    bufferSize: settings.historyBufferSize,
    readBatchSize: settings.readBatchSize,
    checkpointAfter: settings.checkpointAfter,
    minCheckpointCount: settings.minCheckpointCount,
    maxCheckpointCount: settings.maxCheckpointCount,
    readBufferCount: group.buffer.length,
    retryBufferCount: group.retries.size,
    totalInFlight: inFlight,
    outstanding: inFlight + group.retries.size,
    strategy: settings.strategy,
    maxSubscriberCount: settings.maxSubscriberCount,
    parkedCount: group.parking.count,
  };
}

function connection(consumer: Consumer, withMeasurements: boolean): ConnectionInfo {
  const rate = consumer.rate.look(consumer.totalItems);
  return {
    from: consumer.address,
    // An insecure node lets every call do everything; the clients' suites look for this name.
    username: 'admin',
    averagePerSecond: rate.perSecond,
    totalItems: consumer.totalItems,
    countSinceLast: rate.since,
    measurements: withMeasurements ? consumer.measurements.summary() : [],
    availableSlots: consumer.freeSlots,
    inFlight: consumer.inFlightCount,
    connectionName: consumer.connectionName,
  };
}
