import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Rebuilds, ways back and repairs that an admin asked for; the projector that leads carries them out. */
export class Rebuilds1732240000030 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      CREATE TABLE projection_job (
        -- Made by who asks, so that a retry is known as one.
        id uuid PRIMARY KEY,
        group_name text NOT NULL,
        kind text NOT NULL CHECK (kind IN ('rebuild', 'rollback', 'repair')),
        views text[] NOT NULL,
        stream text,
        dry_run boolean NOT NULL,
        accept_differences boolean NOT NULL,
        requested_by uuid NOT NULL,
        requested_at timestamptz NOT NULL DEFAULT now(),
        -- held: rows differ from the live ones, and nobody said that they may.
        state text NOT NULL DEFAULT 'waiting'
          CHECK (state IN ('waiting', 'running', 'done', 'held', 'failed', 'aborted')),
        progress jsonb,
        reports jsonb,
        error text,
        changed_at timestamptz NOT NULL DEFAULT now()
      );
      CREATE INDEX projection_job_open ON projection_job (requested_at) WHERE state IN ('waiting', 'running');
    `);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('DROP TABLE projection_job');
  }
}
