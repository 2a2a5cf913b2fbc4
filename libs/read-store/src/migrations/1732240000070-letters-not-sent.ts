import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Letters that could not be sent are counted every few seconds. */
export class LettersNotSent1732240000070 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      CREATE INDEX outbox_message_not_sent ON outbox_message (process, occurred_at)
        WHERE sent_at IS NULL AND attempts > 0`);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('DROP INDEX outbox_message_not_sent');
  }
}
