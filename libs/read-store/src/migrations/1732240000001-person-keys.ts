import type { MigrationInterface, QueryRunner } from 'typeorm';

/** With the accounts, the only table that is not rebuilt from events: back it up with the event store. */
export class PersonKeys1732240000001 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      CREATE TABLE person_key (
        subject uuid PRIMARY KEY,
        -- Null once destroyed: the row stays, so that an erased person is told from a lost key.
        wrapped_key bytea,
        created_at timestamptz NOT NULL DEFAULT now(),
        destroyed_at timestamptz,
        CHECK ((wrapped_key IS NULL) = (destroyed_at IS NOT NULL))
      )`);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('DROP TABLE person_key');
  }
}
