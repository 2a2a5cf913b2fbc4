import { describeFailure } from '#projections';
import type { PoolClient } from 'pg';
import type { DataSource } from 'typeorm';
import { takeOne } from './take-one.js';

export interface Letter {
  /** The same for every attempt. */
  readonly messageId: string;
  readonly subject: string;
  readonly body: string;
}

/** A way to reach people. May send a letter twice after a kill, never lose one. */
export interface Channel {
  /** @throws LetterRefusedError when no further attempt can succeed; any other error: try again later */
  send(letter: Letter, address: string): Promise<void>;
}

/** The other side will not take this letter: no such mailbox. */
export class LetterRefusedError extends Error {
  override readonly name = 'LetterRefusedError';
}

export interface OutboxOptions {
  readonly channel: Channel;
  /** Where a person wants letters; undefined: nowhere known. */
  readonly addressOf: (recipientId: string) => Promise<string | undefined>;
  readonly now: () => Date;
}

interface DueMessage {
  readonly message_id: string;
  readonly recipient_id: string;
  readonly subject: string;
  readonly body: string;
  readonly attempts: number;
}

/** News that is older tells nobody anything: it was written while no channel was set up, or the server was away. */
export const staleAfterMs = 3 * 86_400_000;

/** 10 s to 15 min, doubling. */
const pauseMs = (attempts: number): number => Math.min(900_000, 10_000 * 2 ** Math.min(attempts - 1, 10));

/** Sends one letter: handed over first, marked as sent afterwards. @returns false when none was due */
export const sendOne = (dataSource: DataSource, { channel, addressOf, now }: OutboxOptions): Promise<boolean> =>
  takeOne<DueMessage>(
    dataSource,
    `SELECT * FROM outbox_message
      WHERE sent_at IS NULL AND given_up_at IS NULL AND next_attempt_at <= $1 AND occurred_at > $2
      ORDER BY next_attempt_at, message_id LIMIT 1 FOR UPDATE SKIP LOCKED`,
    [now(), new Date(now().getTime() - staleAfterMs)],
    async ({ message_id: messageId, recipient_id, subject, body, attempts }, client) => {
      let address: string | undefined;
      try {
        address = await addressOf(recipient_id);
        if (address === undefined) return await giveUp(client, messageId, now(), 'no-address');
        await channel.send({ messageId, subject, body }, address);
        await client.query(
          'UPDATE outbox_message SET sent_at = $2, attempts = attempts + 1, last_error = NULL WHERE message_id = $1',
          [messageId, now()],
        );
      } catch (error) {
        // Servers like to repeat the address, which is personal data and stays out of this table.
        const told = error instanceof Error ? error.message : String(error);
        const { message } = describeFailure(address === undefined ? told : told.replaceAll(address, '…'));
        if (error instanceof LetterRefusedError) return giveUp(client, messageId, now(), message);
        await client.query(
          `UPDATE outbox_message SET attempts = attempts + 1, last_error = $2, next_attempt_at = $3
            WHERE message_id = $1`,
          [messageId, message, new Date(now().getTime() + pauseMs(attempts + 1))],
        );
      }
    },
  );

async function giveUp(client: PoolClient, messageId: string, now: Date, why: string): Promise<void> {
  await client.query(
    'UPDATE outbox_message SET given_up_at = $2, last_error = $3, attempts = attempts + 1 WHERE message_id = $1',
    [messageId, now, why],
  );
}
