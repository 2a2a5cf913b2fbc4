import { appendFile, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  formatVerifierKey,
  AuditFolder,
  CheckpointFile,
  parseCheckpoint,
  SigningKey,
  type VerifyOptions,
} from '#audit';
import { SignedHistory, told } from './history.js';

describe('tampering with what the audit keeps is found and named', () => {
  let history: SignedHistory;
  beforeAll(async () => {
    history = await SignedHistory.make();
  });
  afterAll(() => history.remove());

  const place = (n: number) => `${history.written[n]!.stream}@${history.written[n]!.revision}`;
  const nothing = () => undefined;

  /** Changes the tables, verifies, and brings them back as they were. */
  async function afterSql(...statements: string[]) {
    const tables = ['audit_leaf', 'audit_node', 'audit_checkpoint', 'audit_log'];
    for (const table of tables) await history.dataSource.query(`CREATE TABLE kept_${table} AS TABLE ${table}`);
    try {
      for (const statement of statements) await history.dataSource.query(statement);
      return await history.verifyAfter(nothing);
    } finally {
      for (const table of tables) {
        await history.dataSource.query(`DELETE FROM ${table}`);
        await history.dataSource.query(`INSERT INTO ${table} OVERRIDING SYSTEM VALUE TABLE kept_${table}`);
        await history.dataSource.query(`DROP TABLE kept_${table}`);
      }
    }
  }

  const file = ({ folder }: { folder: string }) => join(folder, 'audit', 'checkpoints.log');
  async function afterEdit(edit: (text: string) => string, options: Partial<VerifyOptions> = {}) {
    return history.verifyAfter(
      async (copy) => writeFile(file(copy), edit(await readFile(file(copy), 'utf8'))),
      options,
    );
  }

  it.each([
    ['its hash', `chain_hash = decode(repeat('ab', 32), 'hex')`],
    ['its stream', `stream = 'meeting-9'`],
    ['its revision', `revision = revision + 1`],
    ['its event', `event_id = '00000000-0000-4000-8000-000000000000'`],
  ])('a row of audit_leaf altered: %s', async (_what, change) => {
    const report = await afterSql(`UPDATE audit_leaf SET ${change} WHERE leaf_index = 9`);
    expect(told(report)).toEqual([`leaf-altered audit-tables ${place(9)}`]);
  });

  it.each([`created = created - interval '1 year'`, `commit_position = commit_position + 1`])(
    "the store's place in a row of audit_leaf altered: %s",
    async (change) => {
      const report = await afterSql(`UPDATE audit_leaf SET ${change} WHERE leaf_index = 9`);
      expect(told(report)).toEqual([`leaf-altered audit-tables ${place(9)}`]);
    },
  );

  it('a row of audit_leaf removed', async () => {
    expect(told(await afterSql('DELETE FROM audit_leaf WHERE leaf_index = 9'))).toEqual([
      `leaf-removed audit-tables ${place(9)}`,
    ]);
  });

  it('the last rows of audit_leaf removed, also when audit_log is changed to fit', async () => {
    const cut = 'DELETE FROM audit_leaf WHERE leaf_index >= 30';
    expect(told(await afterSql(cut))).toContain('leaf-removed audit-tables');
    expect(told(await afterSql(cut, 'UPDATE audit_log SET size = 30'))).toContain('leaf-removed audit-tables');
  });

  it.each(['size = size - 1', `places = decode(repeat('00', 32), 'hex')`])('audit_log altered: %s', async (change) => {
    expect(told(await afterSql(`UPDATE audit_log SET ${change}`))).toEqual(['log-row-altered audit-tables']);
  });

  it('a checkpoint altered in the table', async () => {
    const report = await afterSql(`UPDATE audit_checkpoint SET note = replace(note, E'\\n25\\n', E'\\n26\\n')`);
    expect(told(report)).toEqual(['checkpoint-altered checkpoint-table']);
  });

  it('a checkpoint removed from the table', async () => {
    const report = await afterSql('DELETE FROM audit_checkpoint WHERE size = 25');
    expect(told(report)).toEqual(['checkpoint-missing checkpoint-table']);
    expect(report.findings[0]!.en).toContain('still in checkpoint-file, dòng / line 1');
  });

  it('a checkpoint removed from the file', async () => {
    const withoutFirst = await afterEdit((text) => text.slice(text.indexOf('\n\n', text.indexOf('\u2014')) + 2));
    expect(told(withoutFirst)).toEqual(['checkpoint-missing checkpoint-file']);
    const cutOff = (text: string) => text.slice(0, text.indexOf('\n\n', text.indexOf('\u2014')) + 2);
    // The last one could be on its way into the file; a minute later it no longer is.
    expect(told(await afterEdit(cutOff))).toEqual([]);
    const aMinuteLater = { now: new Date(Date.now() + 60_000) };
    expect(told(await afterEdit(cutOff, aMinuteLater))).toEqual(['checkpoint-missing checkpoint-file']);
  });

  it('one byte of the checkpoint file altered, wherever', async () => {
    const text = await readFile(file({ folder: history.root }), 'utf8');
    for (let at = 3; at < Buffer.byteLength(text) - 2; at += 79) {
      const report = await history.verifyAfter(async (copy) => {
        const bytes = await readFile(file(copy));
        bytes[at]! ^= 1;
        await writeFile(file(copy), bytes);
      });
      expect({ at, kinds: told(report).length > 0 }).toEqual({ at, kinds: true });
      expect(told(report).every((each) => each.includes('checkpoint-file'))).toBe(true);
    }
  });

  it('history, tables and every checkpoint gone', async () => {
    const report = await afterSql(
      'DELETE FROM audit_leaf',
      'DELETE FROM audit_checkpoint',
      'UPDATE audit_log SET size = 0',
    );
    expect(report.ok).toBe(false);
    const without = await history.verifyAfter(async (copy) => rm(join(copy.folder, 'audit'), { recursive: true }));
    expect(without.ok).toBe(false);
  });

  it('a checkpoint forged with a key that the log never introduced', async () => {
    const report = await history.verifyAfter(async (copy) => {
      const last = parseCheckpoint((await new AuditFolder(copy.folder).checkpoints.end()).last!);
      const forger = SigningKey.generate(last.origin, 'log');
      const folder = new AuditFolder(copy.folder);
      await appendFile(join(folder.path, 'public-keys'), `${formatVerifierKey(forger.verifier)}\n`);
      const { line } = forger.sign(last.note.text, new Date());
      await folder.checkpoints.append(`${last.note.text}\n${line}\n`);
    });
    expect(told(report)).toContain('key-not-introduced checkpoint-file');
  });

  it('a history that was rewritten and signed again with the real key: the copy that somebody else kept tells', async () => {
    const forged = await SignedHistory.make(history);
    try {
      expect(told(await forged.verifyAfter(nothing))).toEqual([]);
      const trusted = new CheckpointFile(file({ folder: history.root }));
      const report = await forged.verifyAfter(nothing, { trusted });
      expect(told(report)).toContain('checkpoint-contradicts event-store');
    } finally {
      await forged.remove();
    }
  });

  it('a line of the list of keys altered', async () => {
    const report = await history.verifyAfter(async (copy) => {
      const path = join(copy.folder, 'audit', 'public-keys');
      await writeFile(path, (await readFile(path, 'utf8')).replace(/.\n$/, '!\n'));
    });
    expect(told(report)).toContain('key-list-altered key-list');
  });
});
