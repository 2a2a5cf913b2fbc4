import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Rows of dry runs, before → after. The event of the dry run holds their digest; lost, a new dry run makes them again. */
export class Corrections1732240000020 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      CREATE TABLE correction_row (
        correction_id uuid NOT NULL,
        dry_run_id uuid NOT NULL,
        -- From 0, in the order of views and keys.
        n integer NOT NULL,
        view text NOT NULL,
        -- Null: no row.
        before jsonb,
        after jsonb,
        follows boolean NOT NULL,
        PRIMARY KEY (dry_run_id, n)
      );
      CREATE INDEX ON correction_row (correction_id)`);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('DROP TABLE correction_row');
  }
}
