import { contexts } from '#contexts';
import { noticeAddress } from '#contexts/issues/contracts';
import { processCommandDismissed, processEventDiscarded } from '#contexts/operations/contracts';
import { StreamUnitTree } from '#contexts/org-units';
import { AggregateStore, type EventCodec, type EventStore } from '#event-store';
import { erased } from '#kernel';
import { NestLogger } from '#platform';
import { CommandGateway, CommandsModule, type CommandDigest } from '#platform/commands';
import { ProcessRunner, smtpChannel, type Decisions, type ProcessStatus } from '#processes';
import { NestFactory } from '@nestjs/core';
import type { Logger } from 'pino';
import type { DataSource } from 'typeorm';

export interface ProcessParts {
  readonly dataSource: DataSource;
  readonly store: EventStore;
  readonly codec: EventCodec;
  readonly digest: CommandDigest;
  readonly log: Logger;
  /** Clock of deadlines and of the commands that they cause. */
  readonly now: () => Date;
  /** NCS_SMTP_URL. Left out: letters are written and not sent. */
  readonly smtpUrl?: string | undefined;
}

export interface RunningProcesses {
  status(): ProcessStatus;
  /** Resolves when what is at hand is done. */
  stop(): Promise<void>;
}

/** Starts what reacts to events by itself: deadlines, escalations, letters. The caller stops it. */
export async function runProcesses(parts: ProcessParts): Promise<RunningProcesses> {
  const { codec, dataSource, digest, log, now, smtpUrl, store } = parts;
  const aggregates = new AggregateStore(store, codec);
  const onBreak = (error: unknown): void => log.warn({ err: error }, 'the watch over moves of units broke');
  const units = new StreamUnitTree(store, { onBreak, random: Math.random });
  const acts = contexts.flatMap((context) => [...context.acts]);
  const app = await NestFactory.createApplicationContext(
    CommandsModule.register({ acts, aggregates, units, digest, now }),
    { logger: new NestLogger(log), abortOnError: false },
  );
  const gateway = app.get(CommandGateway);
  const channel = smtpUrl === undefined ? undefined : smtpChannel(smtpUrl);
  const addressOf = async (personId: string) => {
    const { email } = await aggregates.state(noticeAddress, personId);
    return email === erased ? undefined : email;
  };
  const runner = new ProcessRunner({
    dataSource,
    store,
    decode: codec.decode.bind(codec),
    processes: contexts.flatMap((context) => [...(context.processes ?? [])]),
    decisions,
    submit: (act, body, submission) => gateway.submit(act, body, submission),
    log,
    now,
    ...(channel ? { outbox: { channel, addressOf } } : {}),
  });
  runner.start();
  return {
    status: () => runner.status(),
    async stop() {
      await runner.stop();
      channel?.close();
      await units.close();
      await app.close();
    },
  };
}

const decisions: Decisions = {
  types: [processEventDiscarded.type, processCommandDismissed.type],
  of({ data, metadata }) {
    const decided = data as ReturnType<typeof processEventDiscarded | typeof processCommandDismissed>['data'];
    return { ...decided, reason: metadata.reason ?? '', by: metadata.actor.subject };
  },
};
