import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * The Merkle log over all events. Rebuilt from the event store and the checkpoint file when it is lost; the signing key
 * and the checkpoint file are not here but in NCS_DATA.
 */
export class Audit1732240000003 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      -- One row: how far the log is. Moves in the transaction that adds the leaves, or not at all.
      CREATE TABLE audit_log (
        only_row boolean PRIMARY KEY DEFAULT true CHECK (only_row),
        -- Name of the log in its checkpoints; null until the first is signed.
        origin text,
        size bigint NOT NULL DEFAULT 0,
        commit_position numeric(20),
        prepare_position numeric(20),
        -- Running hash over position and time of every event.
        places bytea NOT NULL DEFAULT decode(repeat('00', 32), 'hex'),
        CHECK ((commit_position IS NULL) = (prepare_position IS NULL))
      );
      INSERT INTO audit_log DEFAULT VALUES;

      -- What the log knows of each event: enough to name one that is gone.
      CREATE TABLE audit_leaf (
        leaf_index bigint PRIMARY KEY,
        stream text NOT NULL,
        revision bigint NOT NULL,
        event_id text NOT NULL,
        chain_hash bytea NOT NULL,
        commit_position numeric(20) NOT NULL,
        prepare_position numeric(20) NOT NULL,
        -- The store's own clock.
        created timestamptz(3) NOT NULL
      );
      CREATE INDEX audit_leaf_event ON audit_leaf USING hash (event_id);

      -- Roots of complete subtrees of 256, 65,536, … leaves (levels 8, 16, …); what lies between is computed.
      CREATE TABLE audit_node (
        level smallint NOT NULL,
        node_index bigint NOT NULL,
        hash bytea NOT NULL,
        PRIMARY KEY (level, node_index)
      );

      CREATE TABLE audit_checkpoint (
        id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        size bigint NOT NULL,
        -- As signed; never changed.
        note text NOT NULL,
        -- Lines of second parties, each ending in a newline.
        cosignatures text NOT NULL DEFAULT ''
      );
      CREATE INDEX audit_checkpoint_size ON audit_checkpoint (size);
    `);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('DROP TABLE audit_checkpoint, audit_node, audit_leaf, audit_log');
  }
}
