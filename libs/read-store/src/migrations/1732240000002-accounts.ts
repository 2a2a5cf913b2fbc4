import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Local accounts, for installations without an OpenID Connect provider. Not rebuilt from events: back it up. */
export class Accounts1732240000002 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      CREATE TABLE account (
        id uuid PRIMARY KEY,
        username text NOT NULL UNIQUE CHECK (username = lower(username)),
        -- argon2id, PHC string
        password_hash text NOT NULL,
        role text NOT NULL,
        unit_id uuid NOT NULL,
        must_change_password boolean NOT NULL,
        -- Raised by everything that must end the tokens given out before.
        generation integer NOT NULL DEFAULT 0,
        disabled_at timestamptz,
        created_at timestamptz NOT NULL DEFAULT now(),
        -- Null for the first admin.
        created_by uuid REFERENCES account,
        last_sign_in_at timestamptz
      )`);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('DROP TABLE account');
  }
}
