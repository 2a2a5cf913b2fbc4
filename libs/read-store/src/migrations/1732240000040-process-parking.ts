import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Events that a process could not take, and what a person decided about them and about refused commands. */
export class ProcessParking1732240000040 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      -- A pointer, not a copy: the event itself stays in the store.
      CREATE TABLE process_parked (
        process text NOT NULL REFERENCES process ON DELETE CASCADE,
        stream text NOT NULL,
        revision bigint NOT NULL,
        commit_position numeric(20) NOT NULL,
        prepare_position numeric(20) NOT NULL,
        event_type text NOT NULL,
        -- 'waiting' for an earlier event of its stream, otherwise what was thrown.
        error_class text NOT NULL,
        error_message text NOT NULL,
        -- 0: waits.
        attempts integer NOT NULL,
        parked_at timestamptz NOT NULL DEFAULT now(),
        PRIMARY KEY (process, stream, revision)
      );

      -- Events that were parked and that a process shall never react to: who said so, and why.
      CREATE TABLE process_discarded (
        process text NOT NULL,
        stream text NOT NULL,
        revision bigint NOT NULL,
        event_type text NOT NULL,
        error_class text NOT NULL,
        error_message text NOT NULL,
        reason text NOT NULL,
        discarded_by text NOT NULL,
        discarded_at timestamptz NOT NULL DEFAULT now(),
        PRIMARY KEY (process, stream, revision)
      );

      ALTER TABLE process_command
        -- Facts of the refusal: details, and fields with their codes. Its code is last_error.
        ADD refusal jsonb,
        -- A person looked and let it be. The row stays, and gives up its key.
        ADD dismissed_at timestamptz,
        ADD dismissed_by text,
        ADD dismissed_because text,
        ADD CHECK (dismissed_at IS NULL
          OR (refused_at IS NOT NULL AND key IS NULL AND dismissed_by IS NOT NULL AND dismissed_because IS NOT NULL));
      CREATE INDEX process_command_refused ON process_command (refused_at) WHERE refused_at IS NOT NULL;
    `);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      DROP TABLE process_discarded, process_parked;
      ALTER TABLE process_command DROP refusal, DROP dismissed_at, DROP dismissed_by, DROP dismissed_because;
      DROP INDEX process_command_refused;
    `);
  }
}
