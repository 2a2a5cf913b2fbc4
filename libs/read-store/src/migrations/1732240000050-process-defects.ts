import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Commands of processes that fail by a defect are put aside like those that a rule refuses. */
export class ProcessDefects1732240000050 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      -- Put aside: a person must look.
      ALTER TABLE process_command RENAME refused_at TO aside_at;
      ALTER TABLE process_command
        -- Attempts that failed by neither a rule nor an outage, since a person last looked.
        ADD defects integer NOT NULL DEFAULT 0,
        -- Of the last of them. Null for what is put aside: a rule refused it.
        ADD error_class text;
      ALTER INDEX process_command_refused RENAME TO process_command_aside;
    `);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      ALTER INDEX process_command_aside RENAME TO process_command_refused;
      ALTER TABLE process_command DROP defects, DROP error_class;
      ALTER TABLE process_command RENAME aside_at TO refused_at;
    `);
  }
}
