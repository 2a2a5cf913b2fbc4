import type { MigrationInterface, QueryRunner } from 'typeorm';

/** That a process never reacts to an event is an event itself (`operations.ProcessEventDiscarded`), not a row. */
export class ProcessDecisions1732240000060 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    // Decisions that were taken when rows said so are no events; they are kept.
    await queryRunner.query(`
      DO $$ BEGIN
        IF NOT EXISTS (SELECT FROM process_discarded) THEN DROP TABLE process_discarded; END IF;
      END $$`);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      CREATE TABLE IF NOT EXISTS process_discarded (
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
      )`);
  }
}
