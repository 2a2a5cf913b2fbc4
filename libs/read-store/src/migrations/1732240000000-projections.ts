import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What the projection engine remembers. Positions are numeric: on some servers they exceed a signed bigint. */
export class Projections1732240000000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      -- Tables of all builds; readers use the names in live, each a plain SELECT on the live build.
      CREATE SCHEMA IF NOT EXISTS views;
      CREATE SCHEMA IF NOT EXISTS live;

      -- How far the live builds of a group are. Moves in the transaction that writes their rows, or not at all.
      CREATE TABLE projection_group (
        name text PRIMARY KEY,
        commit_position numeric(20),
        prepare_position numeric(20),
        -- Raised by everything else that changes builds or parked events, so that the runner reloads them.
        layout bigint NOT NULL DEFAULT 0,
        last_event_at timestamptz,
        moved_at timestamptz NOT NULL DEFAULT now(),
        CHECK ((commit_position IS NULL) = (prepare_position IS NULL))
      );

      CREATE TABLE projection_build (
        id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        group_name text NOT NULL REFERENCES projection_group,
        view_name text NOT NULL,
        version integer NOT NULL,
        -- Columns as declared: the same version with another shape is refused.
        shape text NOT NULL,
        table_name text NOT NULL UNIQUE,
        state text NOT NULL CHECK (state IN ('building', 'live', 'previous')),
        -- Own position while building and after; null: live and in step with its group.
        commit_position numeric(20),
        prepare_position numeric(20),
        events bigint NOT NULL DEFAULT 0,
        step text NOT NULL DEFAULT 'build',
        started_at timestamptz NOT NULL DEFAULT now(),
        changed_at timestamptz NOT NULL DEFAULT now(),
        -- Deferred, so that live and previous can change places.
        UNIQUE (group_name, view_name, state) DEFERRABLE INITIALLY DEFERRED
      );
      CREATE SEQUENCE projection_table;

      -- A pointer, not a copy: the event itself stays in the store.
      CREATE TABLE projection_parked (
        build_id integer NOT NULL REFERENCES projection_build ON DELETE CASCADE,
        stream text NOT NULL,
        revision bigint NOT NULL,
        commit_position numeric(20) NOT NULL,
        prepare_position numeric(20) NOT NULL,
        event_type text NOT NULL,
        -- 'waiting' for an earlier event of its stream, otherwise what was thrown.
        error_class text NOT NULL,
        error_message text NOT NULL,
        attempts integer NOT NULL,
        parked_at timestamptz NOT NULL DEFAULT now(),
        PRIMARY KEY (build_id, stream, revision)
      );

      -- Events that a view passes over, now and in every rebuild.
      CREATE TABLE projection_discarded (
        view_name text NOT NULL,
        stream text NOT NULL,
        revision bigint NOT NULL,
        reason text NOT NULL,
        discarded_by text NOT NULL,
        discarded_at timestamptz NOT NULL DEFAULT now(),
        PRIMARY KEY (view_name, stream, revision)
      );

      -- What the working runner says about itself, about once a second.
      CREATE TABLE projection_status (
        group_name text PRIMARY KEY REFERENCES projection_group,
        runner text NOT NULL,
        state text NOT NULL,
        head_commit numeric(20),
        head_prepare numeric(20),
        lag_events bigint,
        lag_seconds double precision,
        last_error text,
        last_error_at timestamptz,
        updated_at timestamptz NOT NULL DEFAULT now()
      );

      -- Locked shared by readers before their snapshot, exclusively while a name is switched to another build.
      CREATE TABLE live_gate ();
    `);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      DROP SCHEMA live CASCADE;
      DROP SCHEMA views CASCADE;
      DROP SEQUENCE projection_table;
      DROP TABLE live_gate, projection_status, projection_discarded, projection_parked, projection_build,
                 projection_group;
    `);
  }
}
