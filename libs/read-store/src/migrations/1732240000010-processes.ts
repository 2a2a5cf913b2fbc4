import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What processes remember, want and have written. Never touched by a rebuild of views. */
export class Processes1732240000010 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      CREATE TABLE process (
        name text PRIMARY KEY,
        commit_position numeric(20),
        prepare_position numeric(20),
        -- Head of the store when this database first met the process: events until then have no outward effect.
        silent_commit numeric(20),
        silent_prepare numeric(20),
        started_at timestamptz NOT NULL,
        moved_at timestamptz
      );

      -- What a process remembers of earlier events.
      CREATE TABLE process_note (
        process text NOT NULL,
        subject text NOT NULL,
        item text NOT NULL,
        value jsonb NOT NULL,
        PRIMARY KEY (process, subject, item)
      );

      -- Commands to be carried out: at once, or when they are due. Struck off when done.
      CREATE TABLE process_command (
        command_id uuid PRIMARY KEY,
        process text NOT NULL,
        -- Of a deadline: it is set again or cleared by this name. Null: a command of its own.
        key text,
        due_at timestamptz NOT NULL,
        act text NOT NULL,
        body jsonb NOT NULL,
        causation_id text NOT NULL,
        correlation_id text NOT NULL,
        attempts integer NOT NULL DEFAULT 0,
        next_attempt_at timestamptz NOT NULL,
        last_error text,
        -- A rule refused it: a person must look.
        refused_at timestamptz,
        UNIQUE (process, key)
      );
      CREATE INDEX process_command_due ON process_command (next_attempt_at) WHERE refused_at IS NULL;

      -- Letters, without the address. Not rebuilt from events: a letter is not written twice.
      CREATE TABLE outbox_message (
        message_id uuid PRIMARY KEY,
        process text NOT NULL,
        recipient_id uuid NOT NULL,
        about uuid NOT NULL,
        unit_id uuid NOT NULL,
        subject text NOT NULL,
        body text NOT NULL,
        -- When the event was recorded that it tells of.
        occurred_at timestamptz NOT NULL,
        attempts integer NOT NULL DEFAULT 0,
        next_attempt_at timestamptz NOT NULL,
        sent_at timestamptz,
        given_up_at timestamptz,
        last_error text
      );
      CREATE INDEX outbox_message_due ON outbox_message (next_attempt_at) WHERE sent_at IS NULL AND given_up_at IS NULL;
      CREATE INDEX outbox_message_unit ON outbox_message (unit_id, occurred_at);
    `);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('DROP TABLE outbox_message, process_command, process_note, process');
  }
}
