import { readFileSync, realpathSync } from 'node:fs';
import { checkEventProof, ProofError, type EventProof } from './event-proof.js';
import { cosignedAt, formatVerifierKey, parseVerifierKey } from './signed-note.js';

/*
 * Checks a proof file with nothing but Node: this folder imports no package and needs no network.
 *
 *     node verify-proof.js FILE [--key <published verifier key>]
 */

const reasons: Record<ProofError['code'], string> = {
  malformed: 'tệp chứng thực không đúng định dạng',
  'event-altered': 'nội dung sự kiện đã bị sửa',
  'not-in-log': 'sự kiện không nằm trong sổ đã ký',
  signature: 'chữ ký không đúng',
  'untrusted-key': 'khóa ký không phải khóa đã công bố',
};

export interface VerifierAnswer {
  readonly ok: boolean;
  readonly lines: readonly string[];
}

/** What an inspector reads, Vietnamese / English. Never throws: whatever is in the file has an answer. */
export function answerFor(text: string, trustedKey?: string): VerifierAnswer {
  try {
    return verified(JSON.parse(text) as EventProof, trustedKey);
  } catch (error) {
    const code = error instanceof ProofError ? error.code : 'malformed';
    const why = error instanceof Error ? error.message : String(error);
    return { ok: false, lines: [`KHÔNG ĐÚNG: ${reasons[code]}`, `NOT VALID: ${code}: ${why}`] };
  }
}

function verified(proof: EventProof, trustedKey: string | undefined): VerifierAnswer {
  const { event, leafIndex, checkpoint, key } = checkEventProof(
    proof,
    (trustedKey && parseVerifierKey(trustedKey)) || undefined,
  );
  const said = event.metadata['recordedAt'];
  const recordedAt = typeof said === 'string' ? said : '?';
  const others = checkpoint.note.signatures.filter(({ name }) => name !== checkpoint.origin);
  const oldest = proof.publicKeys[0] ?? formatVerifierKey(key);
  const compare = trustedKey
    ? `Khóa / Key: ${formatVerifierKey(key)}`
    : `Hãy đối chiếu với khóa đã công bố / Compare with the published key: ${oldest}`;
  return {
    ok: true,
    lines: [
      'ĐÚNG: sự kiện nằm nguyên vẹn trong sổ đã ký / VALID: the event is in the signed log, unaltered',
      `Sự kiện / Event: ${event.type}, ${event.stream} @ ${event.revision}, ${event.id}`,
      `Ghi lúc / Recorded at: ${recordedAt}; thứ tự / place in order: ${leafIndex + 1} / ${checkpoint.size}`,
      `Điểm kiểm tra ký lúc / Checkpoint signed at: ${checkpoint.signedAt}`,
      ...others.map((each) =>
        each.bytes.length === 72
          ? `Có dòng đồng ký (hãy kiểm tra bằng khóa của bên đó) / Counter-signed line (check with that party's key): ${each.name}, ${cosignedAt(each).toISOString()}`
          : `Chữ ký khác / Other signature: ${each.name}`,
      ),
      compare,
    ],
  };
}

function main(args: readonly string[]): number {
  const at = args.indexOf('--key');
  const key = at < 0 ? undefined : args[at + 1];
  const [file] = args.filter((_, index) => at < 0 || (index !== at && index !== at + 1));
  if (!file || (at >= 0 && !key)) {
    process.stderr.write('node verify-proof.js FILE [--key KEY]\n');
    return 2;
  }
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch {
    process.stderr.write(`Không đọc được tệp / can not read ${file}\n`);
    return 2;
  }
  const { ok, lines } = answerFor(text, key);
  process.stdout.write(`${lines.join('\n')}\n`);
  return ok ? 0 : 1;
}

const started = process.argv[1];
if (started !== undefined && realpathSync(started) === import.meta.filename)
  process.exitCode = main(process.argv.slice(2));
