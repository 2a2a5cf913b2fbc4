import {
  addCountersignature,
  AuditFolder,
  checkEventProof,
  countersign,
  formatVerifierKey,
  isConsistent,
  newCosignerKey,
  parseCheckpoint,
  parseEventReference,
  parseVerifierKey,
  proveConsistency,
  proveEvent,
  runAudit,
  SigningKey,
  type EventProof,
} from '#audit';
import { execFile } from 'node:child_process';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import ts from 'typescript';
import { SignedHistory, silent, told, until, withNode } from './history.js';

interface Ran {
  readonly code: number;
  readonly output: string;
}

const offlineFolder = join(import.meta.dirname, '../../libs/audit/src/offline');

describe('proofs of single events', () => {
  let history: SignedHistory;
  let away: string;
  beforeAll(async () => {
    history = await SignedHistory.make();
    away = await mkdtemp(join(tmpdir(), 'ncs-inspector-'));
    // As the build does it, to a folder with no packages in reach.
    for (const name of readdirSync(offlineFolder).filter((each) => /(?<!\.spec)\.ts$/.test(each))) {
      const { outputText } = ts.transpileModule(readFileSync(join(offlineFolder, name), 'utf8'), {
        compilerOptions: { module: ts.ModuleKind.ESNext, target: ts.ScriptTarget.ES2023 },
      });
      writeFileSync(join(away, name.replace(/ts$/, 'js')), outputText);
    }
    writeFileSync(join(away, 'package.json'), '{"type":"module"}');
  });
  afterAll(async () => {
    await history.remove();
    await rm(away, { recursive: true, force: true });
  });

  const folder = () => new AuditFolder(history.root);
  const prove = (reference: string): Promise<EventProof> =>
    withNode(join(history.root, 'events'), (store) =>
      proveEvent({ dataSource: history.dataSource, store, folder: folder() }, parseEventReference(reference)),
    );

  /** The offline verifier in a process of its own. */
  function inspect(proof: unknown, ...more: string[]): Promise<Ran> {
    const file = join(away, 'proof.json');
    writeFileSync(file, typeof proof === 'string' ? proof : JSON.stringify(proof));
    return new Promise((done) =>
      execFile(
        process.execPath,
        [join(away, 'verify-proof.js'), file, ...more],
        { cwd: away, env: {} },
        (error, stdout) => done({ code: typeof error?.code === 'number' ? error.code : 0, output: stdout }),
      ),
    );
  }

  it('an event, by id or by place, is proved to anybody with Node and the file', async () => {
    const { id, stream, revision } = history.written[17]!;
    const proof = await prove(id);
    expect(await prove(`${stream}@${revision}`)).toEqual(proof);
    expect(proof).toMatchObject({ leafIndex: 17, event: { id, stream, revision } });
    const key = formatVerifierKey((await folder().publicKeys()).keys[0]!);
    const ran = await inspect(proof, '--key', key);
    expect(ran).toMatchObject({ code: 0, output: expect.stringContaining(`${stream} @ ${revision}, ${id}`) as string });
    expect(ran.output).toContain('18 / 40');
  });

  it('no altered proof is accepted', async () => {
    const proof = await prove(history.written[17]!.id);
    const other = await prove(history.written[18]!.id);
    const { data, metadata } = proof.event;
    const cases: [string, unknown][] = [
      ['event-altered', { ...proof, event: { ...proof.event, data: { ...(data as object), mark: 'absent' } } }],
      ['event-altered', { ...proof, event: { ...proof.event, metadata: { ...metadata, recordedAt: '2020-01-01' } } }],
      ['not-in-log', { ...proof, event: other.event }],
      ['not-in-log', { ...proof, leafIndex: 18 }],
      ['not-in-log', { ...proof, inclusion: proof.inclusion.slice(1) }],
      ['not-in-log', { ...proof, inclusion: [] }],
      ['signature', { ...proof, checkpoint: proof.checkpoint.replace(/time 20../, 'time 1999') }],
      ['signature', { ...proof, publicKeys: [formatVerifierKey(newCosignerKey('second.example').verifier)] }],
      ['malformed', { ...proof, checkpoint: 'x' }],
      ['malformed', '{"format": "nam-co-so/event-proof/1"'],
      ['malformed', '{}'],
    ];
    for (const [code, altered] of cases) {
      const ran = await inspect(altered);
      expect(ran).toMatchObject({ code: 1, output: expect.stringContaining(`NOT VALID: ${code}`) as string });
    }
    const strangers = formatVerifierKey(SigningKey.generate(parseCheckpoint(proof.checkpoint).origin, 'log').verifier);
    expect((await inspect(proof, '--key', strangers)).output).toContain('NOT VALID: untrusted-key');
    expect((await inspect(proof)).output).toContain('Compare with the published key');
  });

  it('an event that no checkpoint covers yet, one that is not there, and an altered one have no proof', async () => {
    await expect(prove(history.written[41]!.id)).rejects.toMatchObject({ code: 'audit.no-such-event' });
    const { stream, revision } = history.written[41]!;
    await expect(prove(`${stream}@${revision}`)).rejects.toMatchObject({ code: 'audit.not-signed-yet' });
    await expect(prove('meeting-1@999')).rejects.toMatchObject({ code: 'audit.no-such-event' });
  });

  it('the log of each checkpoint is proved to begin with the one before it', async () => {
    const notes: string[] = [];
    for await (const { note } of folder().checkpoints.entries()) notes.push(note);
    const proof = await proveConsistency(history.dataSource, notes[0]!);
    const [from, to] = [parseCheckpoint(proof.from), parseCheckpoint(proof.to)];
    const hashes = proof.hashes.map((hash) => Buffer.from(hash, 'base64'));
    expect([from.size, to.size]).toEqual([25, 40]);
    expect(isConsistent(from.size, to.size, from.root, to.root, hashes)).toBe(true);
  });

  it('a second party puts its line on a checkpoint; proofs and verification show it', async () => {
    const second = newCosignerKey('uy-ban-kiem-tra.example');
    const { last } = await folder().checkpoints.end();
    const { line } = countersign(last!, second, new Date('2024-09-01T00:00:00Z'));
    const cosigned = await addCountersignature(history.dataSource, folder(), line, second.verifier);
    expect(cosigned).toBe(`${last!}${line}\n`);
    expect((await inspect(await prove(history.written[3]!.id))).output).toContain(
      'uy-ban-kiem-tra.example, 2024-09-01T00:00:00.000Z',
    );
    expect(told(await history.verifyAfter(() => undefined))).toEqual([]);
    const stranger = newCosignerKey('uy-ban-kiem-tra.example').verifier;
    await expect(addCountersignature(history.dataSource, folder(), line, stranger)).rejects.toThrow(
      'not a valid signature',
    );
    const report = await history.verifyAfter(async ({ folder: copy }) => {
      const path = join(copy, 'audit', 'cosigned.log');
      writeFileSync(path, readFileSync(path, 'utf8').replace(/.{6}\n\n$/, 'AAAAA=\n\n'));
    });
    expect(told(report)).toEqual(['checkpoint-altered cosigned-file']);
  });

  it('after a change of keys, who trusts the old key accepts old and new proofs; who trusts a stranger, none', async () => {
    const before = await prove(history.written[2]!.id);
    const oldKey = before.publicKeys[0]!;
    await folder().rotate();
    await withNode(join(history.root, 'events'), async (store) => {
      const audit = runAudit({
        dataSource: history.dataSource,
        store,
        dataFolder: history.root,
        log: silent,
        checkpointMs: 60_000,
      });
      // The two events of the tail; on stopping they are signed, by both keys.
      await until(() => audit.status().size === 42);
      await audit.stop();
    });
    const both = await prove(history.written[2]!.id);
    expect(parseCheckpoint(both.checkpoint).note.signatures).toHaveLength(2);
    expect(both.keyChanges).toHaveLength(1);
    // As if the new key alone had signed.
    const [text, lines] = both.checkpoint.split('\n\n') as [string, string];
    const newOnly = { ...both, checkpoint: `${text}\n\n${lines.split('\n')[1]!}\n` };
    for (const proof of [before, both, newOnly]) {
      expect(checkEventProof(proof, parseVerifierKey(oldKey)).leafIndex).toBe(2);
      expect((await inspect(proof, '--key', oldKey)).code).toBe(0);
    }
    expect((await inspect({ ...newOnly, keyChanges: [] }, '--key', oldKey)).output).toContain('NOT VALID: signature');
  });
});

describe('the offline verifier', () => {
  it('imports nothing but Node itself', () => {
    const imports = readdirSync(offlineFolder)
      .filter((name) => /(?<!\.spec)\.ts$/.test(name))
      .flatMap((name) => [...readFileSync(join(offlineFolder, name), 'utf8').matchAll(/from '([^']+)'/g)])
      .map(([, from]) => from!);
    expect(imports.filter((from) => !/^(node:(crypto|fs)|\.\/[a-z-]+\.js)$/.test(from))).toEqual([]);
  });
});
